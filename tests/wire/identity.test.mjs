// --auth and --isolate, with the signatures that the AWS SDK makes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';

import { clientSettings, handler, Server, temporaryFolder } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

const key = (accessKeyId, secretAccessKey = 'secret') => ({ accessKeyId, secretAccessKey });

describe('--auth', () => {
  let server;
  const clientWith = (credentials) => new DynamoDBClient({ ...clientSettings(server.url), credentials });

  before(async () => {
    const file = path.join(temporaryFolder(), 'credentials');
    fs.writeFileSync(file, '[default]\naws_access_key_id = AKID\naws_secret_access_key = secret/+=\n');
    server = await Server.start({ args: ['--auth', file, '--http', `GET /write=${handler('call_back.mjs')}`, '--env', 'TABLE_NAME=Signed'] });
  });
  after(() => server?.stop());

  test('a known key passes, a wrong secret and an unknown key do not', async () => {
    const tables = (credentials) => clientWith(credentials).send(new ListTablesCommand({}));
    assert.deepEqual((await tables(key('AKID', 'secret/+='))).TableNames, []);
    await assert.rejects(tables(key('AKID', 'guess')), { name: 'InvalidSignatureException' });
    await assert.rejects(tables(key('AKNOBODY')), {
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    await assert.rejects(tables(key('000000000000', 'tombola')), { name: 'InvalidSignatureException' });
  });

  test('bodies with any characters are signed right', async () => {
    const dynamoDb = clientWith(key('AKID', 'secret/+='));
    await createTable({ dynamoDb }, { name: 'Signed' });
    await dynamoDb.send(new PutItemCommand({ TableName: 'Signed', Item: { id: { S: 'ä€😀 \n"+/=' } } }));
  });

  test('a handler has a key that passes', async () => {
    const answer = await fetch(`${server.url}/write?id=by-handler`);
    assert.equal(answer.status, 200, await answer.text());
  });

  test('a file without keys is refused at the start', async () => {
    const file = path.join(temporaryFolder(), 'empty');
    fs.writeFileSync(file, '# nothing\n');
    await assert.rejects(Server.start({ args: ['--auth', file] }), /no aws_access_key_id/);
  });
});

describe('--isolate', () => {
  const arnOf = async (client) =>
    (await client.send(new DescribeTableCommand({ TableName: 'Mine' }))).Table.TableArn;

  test('accounts and regions have tables of their own', async (t) => {
    const server = await Server.start({ args: ['--isolate', 'account,region'] });
    t.after(() => server.stop());
    const as = (accessKeyId, region) =>
      new DynamoDBClient({ ...clientSettings(server.url), region, credentials: key(accessKeyId) });
    const london = as('111111111111', 'eu-west-2');
    const paris = as('111111111111', 'eu-west-3');
    const other = as('222222222222', 'eu-west-2');

    await createTable({ dynamoDb: london }, { name: 'Mine' });
    await createTable({ dynamoDb: other }, { name: 'Mine' });
    assert.equal(await arnOf(london), 'arn:aws:dynamodb:eu-west-2:111111111111:table/Mine');
    assert.equal(await arnOf(other), 'arn:aws:dynamodb:eu-west-2:222222222222:table/Mine');
    await assert.rejects(arnOf(paris), { name: 'ResourceNotFoundException' });
  });

  test('by default all see the same', async (t) => {
    const server = await Server.start();
    t.after(() => server.stop());
    await createTable(server, { name: 'Mine' });
    const elsewhere = new DynamoDBClient({
      ...clientSettings(server.url),
      region: 'ap-south-1',
      credentials: key('AKANYBODY'),
    });
    assert.equal(await arnOf(elsewhere), await arnOf(server.dynamoDb));
  });
});
