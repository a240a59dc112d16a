// Servers whose clock stands still, with one trigger on table Source, for tests of how event source
// mappings work: time passes when the test says so.
import assert from 'node:assert/strict';
import path from 'node:path';

import { PutItemCommand } from '@aws-sdk/client-dynamodb';

import { readLines } from './records.mjs';
import { handler, Server, temporaryFolder } from './server.mjs';
import { createTable } from './tables.mjs';

const post = async (server, body) => {
  const answer = await fetch(`${server.url}/_tombola/clock`, { method: 'POST', body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
};

// options: "bisect,retry-attempts=1". Times are whole minutes, so that windows begin where they should.
export async function startFrozen(t, name, options, { data, args = [] } = {}) {
  const file = path.join(temporaryFolder(), 'events');
  const start = async () => {
    const server = await Server.start({
      args: ['--trigger', `Source=${handler(name)},${options}`, '--env', `RECORD_FILE=${file}`, ...args],
      data,
    });
    t.after(() => server.stop());
    return server;
  };
  const server = await start();
  await post(server, { freeze: true, set: '2030-01-02T03:04:00Z' });
  await createTable(server, { name: 'Source', stream: 'NEW_AND_OLD_IMAGES' });
  const events = () => readLines(file);
  return {
    server,
    start,
    events,
    batches: () => events().map((event) => event.Records.map((one) => one.dynamodb.Keys.id.S)),
  };
}

export const put = (server, id, more) =>
  server.dynamoDb.send(new PutItemCommand({ TableName: 'Source', Item: { id: { S: id }, ...more } }));

export const advance = (server, ms) => post(server, { advance: ms / 1000 });

// What a server waits for whose clock stands still: 409 names what is due next.
export async function waitingFor(server) {
  const answer = await fetch(`${server.url}/_tombola/idle?timeout=60`);
  assert.equal(answer.status, 409);
  return (await answer.json()).waiting_for;
}
