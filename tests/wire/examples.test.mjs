// The examples as their READMEs say to run them, each in a copy, since running writes nothing but a
// test might change it. The raffle has a file of its own.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { root, Server, temporaryFolder, tombola } from './support/server.mjs';

async function startExample(t, name, args = []) {
  const folder = path.join(temporaryFolder(), name);
  fs.cpSync(path.join(root, 'examples', name), folder, { recursive: true });
  const server = await Server.start({ command: [tombola, 'dev', folder], args });
  t.after(() => server.stop());
  server.project = folder;
  return server;
}

test('examples/handlers: tables, functions, triggers and routes of a tombola.json', async (t) => {
  const server = await startExample(t, 'handlers');
  await server.line(/\| guestbook: created$/);
  const page = `${server.url}/guestbook/pages/home`;
  const signed = await fetch(page, { method: 'POST', body: 'Ada' });
  assert.equal(signed.status, 201);
  const entry = await signed.json();
  assert.equal(entry.name, 'Ada');
  await server.line(/ greet \| Welcome to home, Ada!$/);
  assert.deepEqual(await (await fetch(page)).json(), { entries: [entry] });

  // A handler that is missing is told once, and back again the project follows.
  const file = (name) => path.join(server.project, name);
  const settings = fs.readFileSync(file('tombola.json'), 'utf8');
  fs.renameSync(file('src/greet.py'), file('greet.py'));
  fs.writeFileSync(file('tombola.json'), settings.replace('"timeout": 10', '"timeout": 11'));
  await server.line(/tombola\.json: functions\.greet\.handler: there is no file .*greet\.py; correct the path$/);
  fs.renameSync(file('greet.py'), file('src/greet.py'));
  await server.line(/~ AWS::Lambda::Function +GreetFunction$/);
});

test('examples/sam-python: a SAM template with Python handlers', async (t) => {
  const server = await startExample(t, 'sam-python', ['--quiet']);
  await server.line(/\| sam-python: created$/);
  const link = `${server.url}/sam-python/aws`;
  const added = await fetch(link, { method: 'PUT', body: 'https://aws.amazon.com' });
  assert.equal(added.status, 201);
  const followed = await fetch(link, { redirect: 'manual' });
  assert.equal(followed.status, 302);
  assert.equal(followed.headers.get('location'), 'https://aws.amazon.com');
  await server.line(/ \| aws was followed 1 times$/);
  assert.equal((await fetch(`${server.url}/sam-python/nothing`)).status, 404);
  assert.ok(!server.lines.some((line) => / (http|\w+) \| .* in [\d.]+ ms/.test(line)), 'it is quiet');
});
