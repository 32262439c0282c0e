import { PithError } from '../../../pipeline/errors.ts';

/** The base of all requests, without a trailing slash. */
export function parseBaseUrl(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new PithError('usage', `Not an http or https URL: "${baseUrl}".`, {
      hint: 'Give the base URL of an OpenAI-compatible server, such as http://localhost:8000/v1.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new PithError('usage', `The base URL of ${url.host} holds a user name or password.`, {
      hint: 'Pass the API key on its own.',
    });
  }
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' ? '/v1' : path}`;
}
