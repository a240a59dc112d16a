// A Tombola of the test's own: started on a free port, watched through what it prints, ended with
// the test that started it.
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const tombola = path.resolve(root, process.env.TOMBOLA_BIN ?? 'build/dev/tombola');

// Only a hang gets here: the slowest step takes a few seconds, sanitizers and two busy cores
// included.
const deadline_ms = 90_000;

// By its full path: some tests start the server with a PATH that leads nowhere.
const dyingWithParent = ['/usr/bin/setpriv', '--pdeathsig', 'KILL'];

export const handler = (name) => path.join(root, 'tests/wire/handlers', name);

// A folder that is gone when the test's process ends. Every server has ended by then; what one that
// was killed had started may still be ending, and write.
export function temporaryFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tombola-test-'));
  process.on('exit', () =>
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  return folder;
}

// What every SDK client here is given. One attempt: a failure is a failure.
export const clientSettings = (endpoint) => ({
  endpoint,
  region: 'eu-west-2',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

export class Server {
  #child;
  #printed = new EventEmitter().setMaxListeners(0);
  #clients = [];
  #exited;
  #asked = false; // to end
  lines = []; // of standard output
  errorText = ''; // standard error

  // port 0: any free port. data: the data directory; without one the server is --in-memory.
  // command: another program that takes the flags of `tombola serve`.
  static async start({ port = 0, data, args = [], environment = {}, command } = {}) {
    const server = new Server(
      command ?? [tombola, 'serve'],
      ['--port', String(port), ...(data ? ['--data', data] : ['--in-memory']), ...args],
      environment,
    );
    const ready = await server.line(
      port === 0 ? /^TOMBOLA_READY / : (line) => line.includes(`:${port}`),
    );
    server.port = port || Number(ready.match(/\bport=(\d+)/)[1]);
    server.url = `http://127.0.0.1:${server.port}`;
    const settings = clientSettings(server.url);
    server.dynamoDb = new DynamoDBClient(settings);
    server.streams = new DynamoDBStreamsClient(settings);
    server.documents = DynamoDBDocumentClient.from(server.dynamoDb);
    server.#clients = [server.dynamoDb, server.streams];
    return server;
  }

  constructor(command, args, environment) {
    // Should the test be killed, its server goes with it.
    const [program, ...rest] = [...dyingWithParent, ...command, ...args];
    this.#child = spawn(program, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text) => (this.errorText += text));
    readline.createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.#printed.emit('line', line);
    });
    // 'close' for the pending waits: by then every line has been seen.
    this.#child.on('close', () => this.#printed.emit('end'));
    this.#exited = once(this.#child, 'exit').then(([code, signal]) => ({ code, signal }));
  }

  get pid() {
    return this.#child.pid;
  }

  // The first line, printed already or yet to come, that matches a RegExp or a predicate.
  line(match) {
    const matches = match instanceof RegExp ? (line) => match.test(line) : match;
    const found = this.lines.find(matches);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.#printed.off('line', onLine).off('end', onEnd);
        settle(value);
      };
      const fail = (what) =>
        finish(
          reject,
          new Error(`${what} without printing ${match}; it printed:\n${this.lines.join('\n')}\n${this.errorText}`),
        );
      const onLine = (line) => matches(line) && finish(resolve, line);
      const onEnd = () => fail('The server ended');
      const timer = setTimeout(() => fail(`${deadline_ms} ms passed`), deadline_ms);
      this.#printed.on('line', onLine).on('end', onEnd);
    });
  }

  // Returns when every trigger has caught up.
  async idle() {
    const answer = await fetch(`${this.url}/_tombola/idle?timeout=60`);
    const text = await answer.text();
    if (answer.status !== 200) {
      throw new Error(`not idle: ${answer.status} ${text}\n${this.lines.slice(-40).join('\n')}`);
    }
  }

  // As Ctrl-C or a supervisor would. Throws when it does not end well, or ended before unasked: a
  // sanitizer's report, too, is an exit code. Again, or after kill(), it does nothing.
  async stop(signal = 'SIGTERM') {
    if (this.#asked) return;
    this.#end(signal);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), deadline_ms);
    const { code, signal: by } = await this.#exited;
    clearTimeout(timer);
    if (code !== 0) throw new Error(`the server ended with ${code ?? by}:\n${this.errorText}`);
  }

  // As a crash would.
  async kill() {
    this.#end('SIGKILL');
    await this.#exited;
  }

  #end(signal) {
    this.#asked = true;
    for (const client of this.#clients) client.destroy();
    this.#child.kill(signal);
  }
}

// Runs tombola with these arguments to its end: { code, stdout, stderr }.
export async function runTombola(args, environment = {}) {
  const [program, ...rest] = [...dyingWithParent, tombola, ...args];
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const result = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => (result[stream] += text));
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), deadline_ms);
  const [code, signal] = await once(child, 'close');
  clearTimeout(timer);
  return { ...result, code, signal };
}
