// --inspect: a debugger finds a function of Node on the same port, whatever becomes of its process.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describe, test } from 'node:test';

import { createFunction, invoke, lambdaClient } from './support/functions.mjs';
import { handler, runTombola, Server, temporaryFolder } from './support/server.mjs';

// One that was free a moment ago.
async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const listening = (port, count) => {
  let seen = 0;
  return (line) => line.includes(`Debugger listening on ws://127.0.0.1:${port}/`) && ++seen === count;
};
const targets = async (port) => (await fetch(`http://127.0.0.1:${port}/json/list`)).json();

describe('--inspect', () => {
  test('listens before the first invocation, and again when the code has changed', async (t) => {
    const port = await freePort();
    const file = path.join(temporaryFolder(), 'answer.mjs');
    const code = (answer) => `export const handler = async (event, context) =>
      ({ statusCode: 200, body: '${answer} ' + (context.getRemainingTimeInMillis() > 60_000) });`;
    fs.writeFileSync(file, code('one'));
    const server = await Server.start({
      args: ['--http', `GET /answer=${file}`, '--timeout', '1', '--inspect', `answer=${port}`],
    });
    t.after(() => server.stop());
    await server.line(listening(port, 1));
    const [target] = await targets(port);
    assert.equal(target.type, 'node');
    // No timeout, one environment.
    const ask = async () => (await fetch(`${server.url}/answer`)).text();
    assert.deepEqual(await Promise.all([ask(), ask()]), ['one true', 'one true']);
    assert.equal((await targets(port))[0].id, target.id);

    fs.writeFileSync(file, code('two'));
    assert.equal(await ask(), 'two true');
    await server.line(listening(port, 2));
    assert.notEqual((await targets(port))[0].id, target.id);
  });

  test('is for functions of the Lambda API, too, over restarts and changes', async (t) => {
    const port = await freePort();
    const data = path.join(temporaryFolder(), 'data');
    const args = ['--inspect', `f=${port}`];
    const first = await Server.start({ data, args });
    t.after(() => first.stop());
    const files = { 'index.mjs': 'export const handler = async () => 1;' };
    await createFunction(lambdaClient(t, first), 'f', files);
    await first.line(listening(port, 1));
    assert.match(first.errorText, /--inspect f: there is no function f yet/);
    await first.stop();

    const second = await Server.start({ data, args });
    t.after(() => second.stop());
    await second.line(listening(port, 1));
    assert.equal((await invoke(lambdaClient(t, second), 'f')).payload, 1);
    assert.equal((await targets(port)).length, 1);
  });

  test('is refused for what has no inspector, and on ports that are taken', async (t) => {
    const trigger = `Source=${handler('record.py')}`;
    const python = await runTombola(['serve', '--in-memory', '--port', '0', '--trigger', trigger, '--inspect', 'record']);
    assert.equal(python.code, 1);
    assert.match(python.stderr, /--inspect record: only functions of Node have an inspector, and record is none/);

    const taken = net.createServer().listen(0, '127.0.0.1');
    t.after(() => taken.close());
    await new Promise((resolve) => taken.on('listening', resolve));
    const { port } = taken.address();
    const refused = await runTombola(['serve', '--in-memory', '--port', '0', '--inspect', `f=${port}`]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, new RegExp(`--inspect f: port ${port} of 127.0.0.1 is taken`));

    const wrong = await runTombola(['serve', '--in-memory', '--inspect', 'f=0']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /--inspect: '0' is not a port, 1 to 65535/);
  });
});
