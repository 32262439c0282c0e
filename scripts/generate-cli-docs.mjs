// Writes docs/cli.md from the built command line. A test compares the two.
import { mkdirSync, writeFileSync } from 'node:fs';
import { commands } from '../dist/cli/commands.js';
import { cliReference } from '../dist/cli/reference.js';

const docs = new URL('../docs/', import.meta.url);
mkdirSync(docs, { recursive: true });
writeFileSync(new URL('cli.md', docs), cliReference(commands));
