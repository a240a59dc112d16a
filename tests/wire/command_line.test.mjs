// The command line: help, version, flags that are wrong, and starts that cannot be.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { handler, root, runTombola, Server, temporaryFolder } from './support/server.mjs';

const oneLine = (text) => {
  assert.match(text, /^[^\n]+\n$/, 'exactly one line');
  return text;
};

// A start that cannot be: one line on standard error that matches, nothing on standard output.
async function failsToStart(args, ...expected) {
  const { code, stdout, stderr } = await runTombola(['serve', ...args]);
  assert.ok(code > 0, `ended with ${code}`);
  assert.equal(stdout, '');
  for (const match of expected) assert.match(oneLine(stderr), match);
}

test('--help tells every flag, on standard output', async () => {
  const top = await runTombola(['--help']);
  assert.equal(top.code, 0);
  assert.match(top.stdout, /\bserve\b/);
  assert.match(top.stdout, /--version/);
  const serve = await runTombola(['serve', '--help']);
  assert.equal(serve.code, 0);
  for (const flag of ['--port', '--host', '--data', '--in-memory', '--trigger', '--http', '--env',
    '--stream-shards', '--log-max', '--table-delay', '--throttle', '--strict']) {
    assert.ok(serve.stdout.includes(flag), flag);
  }
  assert.equal(top.stderr + serve.stderr, '');
});

test('--version is the project’s', async () => {
  const { code, stdout } = await runTombola(['--version']);
  const cmake = fs.readFileSync(path.join(root, 'CMakeLists.txt'), 'utf8');
  assert.equal(code, 0);
  assert.ok(oneLine(stdout).includes(cmake.match(/project\(tombola VERSION (\S+)/)[1]));
});

for (const [args, named] of [
  [['--nonsense'], /--nonsense/],
  [['sevre'], /'sevre' \(did you mean serve\?\); see tombola --help/],
  [['--port', '8000'], /tombola serve --port/],
  [['clock', 'advnace', '3'], /'advnace' is none of freeze/],
  [['serve', '--nonsense'], /serve has no flag --nonsense; see tombola serve --help/],
  [['serve', '--port'], /--port/],
  [['serve', '--port', 'abc'], /--port|abc/],
  [['serve', '--port', '70000'], /--port|70000/],
  [['serve', '--port', '-1'], /--port|-1/],
  [['serve', '--stream-shards', '0'], /--stream-shards/],
  [['serve', '--stream-shards', '257'], /--stream-shards/],
  [['serve', '--stream-shards', 'many'], /--stream-shards/],
  [['serve', '--log-max', '1KB'], /--log-max/],
  [['serve', '--log-max', 'little'], /--log-max/],
  [['serve', '--in-memory', '--data', '/tmp/x'], /--data|--in-memory/],
  [['serve', '--in-memory', '--cache', '64MB'], /--in-memory excludes --cache/],
  [['serve', '--in-memory', '--durability', 'power'], /--in-memory excludes --durability/],
  [['serve', '--cache', 'much'], /--cache: 'much' is no size/],
  [['serve', '--table-delay', '-1'], /--table-delay|-1/],
  [['serve', '--table-delay', 'long'], /--table-delay|long/],
  [['serve', '--table-delay', '3600001'], /--table-delay|3600001/],
  [['serve', '--throttle=often'], /--throttle|often/],
  [['serve', '--strict=very'], /--strict|very/],
  [['serve', '--quiet'], /--quiet/],
  [['dev', '--quiet=very'], /--quiet|very/],
  [['serve', '--bundles'], /--bundles/],
  [['dev', '--bundles=all'], /--bundles|all/],
  [['serve', '--trigger', 'NoHandler'], /--trigger|NoHandler/],
  [['serve', '--trigger', 'Table='], /--trigger|Table=/],
  [['serve', '--http', 'GET/raffle=x.mjs'], /--http|GET\/raffle/],
  [['serve', '--http', 'GET raffle=x.mjs'], /--http|GET raffle/],
  [['serve', '--env', 'NOVALUE'], /--env|NOVALUE/],
  [['serve', '--trigger', 'Table=builtin:nothing'], /builtin:nothing/],
  [['serve', '--trigger', 'Table=handler.rb'], /handler\.rb/],
]) {
  test(`tombola ${args.join(' ')} is refused with exit code 2`, async () => {
    const { code, stdout, stderr } = await runTombola(args);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, named);
  });
}

test('a port that is taken is named', async (t) => {
  const server = await Server.start();
  t.after(() => server.stop());
  await failsToStart(['--in-memory', '--port', String(server.port)], new RegExp(`\\b${server.port}\\b`), /in use/);
});

test('a data directory that another process has open is named', async (t) => {
  const data = path.join(temporaryFolder(), 'data');
  const server = await Server.start({ data });
  t.after(() => server.stop());
  await failsToStart(['--data', data, '--port', '0'], new RegExp(data), /another|locked|in use/);
});

test('a data directory that cannot be one is named', async () => {
  const file = path.join(temporaryFolder(), 'file');
  fs.writeFileSync(file, 'not a directory');
  await failsToStart(['--data', file, '--port', '0'], new RegExp(file));
});

test('a handler file that is missing is named', async () => {
  const missing = path.join(root, 'tests/wire/handlers/missing.ts');
  await failsToStart(['--in-memory', '--port', '0', '--trigger', `Table=${missing}`], /missing\.ts/);
  await failsToStart(['--in-memory', '--port', '0', '--http', `GET /x=${missing}`], /missing\.ts/);
});

test('without Node a handler in JavaScript cannot be, and that is said', async () => {
  const { code, stderr } = await runTombola(
    ['serve', '--in-memory', '--port', '0', '--trigger', `Table=${handler('record.mjs')}`],
    { PATH: temporaryFolder() },
  );
  assert.ok(code > 0);
  assert.match(oneLine(stderr), /[Nn]ode/);
});

test('the default listens on the loopback of both kinds, and nowhere else', async (t) => {
  const server = await Server.start();
  t.after(() => server.stop());
  const listening = ['tcp', 'tcp6'].flatMap((family) =>
    fs
      .readFileSync(`/proc/net/${family}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => state === '0A' && Number.parseInt(local?.split(':')[1], 16) === server.port)
      .map(([, local]) => local.split(':')[0]),
  );
  assert.ok(listening.includes('0100007F'), '127.0.0.1');
  assert.ok(listening.every((address) => ['0100007F', '00000000000000000000000001000000'].includes(address)), listening.join());
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`${signal} ends the server well`, async () => {
    const server = await Server.start({ data: path.join(temporaryFolder(), 'data') });
    await server.stop(signal); // throws unless the exit code is 0
  });
}
