import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'undici';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser of this machine, if it has one. */
export const browserName = names.find((name) => spawnSync(name, ['--version']).error === undefined);

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly scheme?: 'light' | 'dark';
  readonly media?: 'screen' | 'print';
}

/** A page in a browser, and all that it complained of or asked for. */
export interface Page extends AsyncDisposable {
  /** Messages of the console, exceptions, and what the browser itself logs. */
  readonly complaints: readonly string[];
  /** The addresses of all requests. */
  readonly requests: readonly string[];
  view(view: View): Promise<void>;
  /** The value of an expression in the page. */
  evaluate<T>(expression: string): Promise<T>;
  moveTo(x: number, y: number): Promise<void>;
  press(key: 'Tab' | 'ArrowRight' | 'ArrowLeft'): Promise<void>;
  /** A picture as PNG. */
  screenshot(): Promise<Buffer>;
}

/** Opens a file in a browser of its own. */
export async function openPage(path: string): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), 'pith-browser-'));
  const child = spawn(
    browserName ?? 'chromium',
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--hide-scrollbars',
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  try {
    const session = await connect(await addressOf(child));
    const page = await pageOf(session, path);
    return {
      ...page,
      async [Symbol.asyncDispose]() {
        session.close();
        await ended(child, profile);
      },
    };
  } catch (error) {
    await ended(child, profile);
    throw error;
  }
}

async function ended(child: ChildProcess, profile: string): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await closed;
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
      const address = /DevTools listening on (ws:\S+)/.exec(errors)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error(`the browser ended: ${errors}`)));
  });
}

type Fields = Readonly<Record<string, unknown>>;

interface Session {
  call(method: string, parameters?: Fields, target?: string): Promise<Fields>;
  listen(listener: (method: string, parameters: Fields) => void): void;
  close(): void;
}

/** Speaks the DevTools protocol. */
async function connect(address: string): Promise<Session> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  const waiting = new Map<number, (message: Fields) => void>();
  const listeners: ((method: string, parameters: Fields) => void)[] = [];
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Fields;
    if (typeof message['id'] === 'number') waiting.get(message['id'])?.(message);
    else for (const listener of listeners) listener(String(message['method']), message['params'] as Fields);
  });
  return {
    call(method, params = {}, sessionId) {
      last += 1;
      const id = last;
      socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
      return new Promise((resolve, reject) => {
        waiting.set(id, ({ result, error }) => {
          waiting.delete(id);
          if (error === undefined) resolve(result as Fields);
          else reject(new Error(`${method}: ${JSON.stringify(error)}`));
        });
      });
    },
    listen: (listener) => listeners.push(listener),
    close: () => socket.close(),
  };
}

async function pageOf(session: Session, path: string): Promise<Omit<Page, typeof Symbol.asyncDispose>> {
  const { targetId } = await session.call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await session.call('Target.attachToTarget', { targetId, flatten: true });
  const target = String(sessionId);
  const complaints: string[] = [];
  const requests: string[] = [];
  const loaded = new Promise<void>((resolve) => {
    session.listen((method, parameters) => {
      if (/^(?:Runtime\.consoleAPICalled|Runtime\.exceptionThrown|Log\.entryAdded)$/.test(method))
        complaints.push(JSON.stringify(parameters));
      if (method === 'Network.requestWillBeSent')
        requests.push(String((parameters['request'] as Fields)['url']));
      if (method === 'Page.loadEventFired') resolve();
    });
  });
  for (const domain of ['Page', 'Runtime', 'Log', 'Network'])
    await session.call(`${domain}.enable`, {}, target);
  await session.call('Page.navigate', { url: `file://${path}` }, target);
  await loaded;
  const key = async (type: string, name: string) =>
    session.call(
      'Input.dispatchKeyEvent',
      { type, key: name, code: name, windowsVirtualKeyCode: { Tab: 9, ArrowLeft: 37, ArrowRight: 39 }[name] },
      target,
    );
  return {
    complaints,
    requests,
    async view({ width, height, scheme = 'light', media = 'screen' }) {
      const mobile = width < 600;
      await session.call(
        'Emulation.setDeviceMetricsOverride',
        { width, height, deviceScaleFactor: mobile ? 2 : 1, mobile },
        target,
      );
      const features = [{ name: 'prefers-color-scheme', value: scheme }];
      await session.call('Emulation.setEmulatedMedia', { media, features }, target);
    },
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await session.call(
        'Runtime.evaluate',
        { expression, returnByValue: true, awaitPromise: true },
        target,
      );
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return (result as Fields)['value'] as T;
    },
    async moveTo(x, y) {
      await session.call('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y }, target);
    },
    async press(name) {
      await key('rawKeyDown', name);
      await key('keyUp', name);
    },
    async screenshot() {
      const { data } = await session.call('Page.captureScreenshot', { format: 'png' }, target);
      return Buffer.from(String(data), 'base64');
    },
  };
}
