// Event source mappings made with AWS's SDK: from the write to the function.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { DescribeTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateAliasCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';

import { createFunction, failure, lambdaClient } from './support/functions.mjs';
import { readLines } from './support/records.mjs';
import { handler, Server, temporaryFolder, tombola } from './support/server.mjs';
import { createTable } from './support/tables.mjs';
import { makeZip } from './support/zip.mjs';

const naming = (mark) => ({
  'index.mjs':
    'export const handler = async ({ Records }) =>\n' +
    `  console.log('${mark}', Records.map((record) => record.dynamodb.Keys.id.S).join());`,
});

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  const lambda = lambdaClient(t, server);
  const seen = (mark) =>
    server.lines.flatMap((line) => line.match(new RegExp(`\\t${mark} (.*)$`))?.[1].split(',') ?? []);
  const put = (id) =>
    server.dynamoDb.send(new PutItemCommand({ TableName: 'Source', Item: { id: { S: id } } }));
  return { server, lambda, seen, put };
}

async function sourceArn(server) {
  const TableName = await createTable(server, { name: 'Source', stream: 'NEW_IMAGE' });
  const { Table } = await server.dynamoDb.send(new DescribeTableCommand({ TableName }));
  return Table.LatestStreamArn;
}

const map = (lambda, EventSourceArn, more = {}) =>
  lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'f',
      EventSourceArn,
      StartingPosition: 'TRIM_HORIZON',
      ...more,
    }),
  );

describe('event source mappings of the Lambda API', () => {
  test('hand records to a compiled program', async (t) => {
    const { server, lambda, put } = await start(t);
    const file = path.join(temporaryFolder(), 'events');
    const program = fs.readFileSync(path.join(path.dirname(tombola), 'tests/wire_bootstrap'));
    await createFunction(lambda, 'f', { bootstrap: { text: program, mode: 0o755 } }, {
      Runtime: 'provided.al2023',
      Environment: { Variables: { RECORD_FILE: file } },
    });
    await map(lambda, await sourceArn(server));
    for (const id of ['1', '2', '3']) await put(id);
    await server.idle();
    const records = readLines(file).flatMap(({ Records }) => Records);
    assert.deepEqual(records.map((record) => record.dynamodb.NewImage.id.S), ['1', '2', '3']);
  });

  test('deliver from TRIM_HORIZON or LATEST, until they are disabled or deleted', async (t) => {
    const { server, lambda, seen, put } = await start(t);
    const arn = await sourceArn(server);
    await createFunction(lambda, 'f', naming('f'));
    await createFunction(lambda, 'late', naming('late'));
    await put('1');
    const mapping = await map(lambda, arn);
    assert.equal(mapping.State, 'Creating');
    assert.ok(mapping.LastModified instanceof Date);
    await map(lambda, arn, { FunctionName: 'late', StartingPosition: 'LATEST' });
    await put('2');
    await server.idle();
    assert.deepEqual(seen('f'), ['1', '2']);
    assert.deepEqual(seen('late'), ['2']);

    const { UUID } = mapping;
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    await put('3');
    await server.idle();
    assert.deepEqual(seen('f'), ['1', '2']);
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    await server.idle();
    assert.deepEqual(seen('f'), ['1', '2', '3']);
    const told = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
    assert.equal(told.State, 'Enabled');

    const deleted = await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    assert.equal(deleted.State, 'Deleting');
    await put('4');
    await server.idle();
    assert.deepEqual(seen('f'), ['1', '2', '3']);
    assert.deepEqual(seen('late'), ['2', '3', '4']);
    assert.equal(
      (await failure(lambda.send(new GetEventSourceMappingCommand({ UUID })))).name,
      'ResourceNotFoundException',
    );
  });

  test('go on at their place after a restart, with the code of the day', async (t) => {
    const data = path.join(temporaryFolder(), 'data');
    const { server, lambda, put } = await start(t, { data });
    await createFunction(lambda, 'f', naming('before'));
    await map(lambda, await sourceArn(server));
    await put('1');
    await server.idle();
    await server.stop();

    const again = await start(t, { data });
    await again.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: makeZip(naming('after')) }),
    );
    await again.put('2');
    await again.server.idle();
    assert.deepEqual(again.seen('after'), ['2']);
  });

  test('feed aliases, each stream and alias once, and follow where the alias leads', async (t) => {
    const { server, lambda, seen, put } = await start(t);
    const arn = await sourceArn(server);
    await createFunction(lambda, 'f', naming('one'), { Publish: true });
    await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: makeZip(naming('two')), Publish: true }),
    );
    await lambda.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
    const made = await Promise.allSettled([1, 2].map(() => map(lambda, arn, { FunctionName: 'f:live' })));
    assert.deepEqual(made.map((each) => each.status).sort(), ['fulfilled', 'rejected']);
    const refused = made.find((each) => each.status === 'rejected').reason;
    assert.equal(refused.name, 'ResourceConflictException');
    await put('1');
    await server.idle();
    await lambda.send(new UpdateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '2' }));
    await put('2');
    await server.idle();
    assert.deepEqual([seen('one'), seen('two')], [['1'], ['2']]);
  });

  test('are listed with those of the command line, which stay as they are', async (t) => {
    const { server, lambda } = await start(t, {
      args: ['--trigger', `Source=${handler('echo.mjs')}`],
    });
    const arn = await sourceArn(server);
    await createFunction(lambda, 'f', naming('f'));
    await map(lambda, arn);
    const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({}));
    assert.deepEqual(EventSourceMappings.map((each) => each.EventSourceArn), [arn, arn]);
    const declared = EventSourceMappings.find((each) => each.FunctionArn.endsWith(':echo'));
    const error = await failure(
      lambda.send(new DeleteEventSourceMappingCommand({ UUID: declared.UUID })),
    );
    assert.equal(error.name, 'InvalidParameterValueException');
  });

  test('are warned of at the terminal when AWS accepts what nobody means', async (t) => {
    const { server, lambda } = await start(t);
    const arn = await sourceArn(server);
    await createFunction(lambda, 'f', naming('f'), {
      Environment: { Variables: { TABLE_NAME: 'Source' } },
    });
    const made = await map(lambda, arn, {
      MaximumRetryAttempts: 1,
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"OldImage":{"n":{"N":[1]}}}}' }] },
    });
    await lambda.send(
      new UpdateEventSourceMappingCommand({ UUID: made.UUID, MaximumRetryAttempts: -1 }),
    );
    await server.stop();
    const warnings = server.errorText.match(/warning: trigger Source -> f: .*/g);
    const expected = [
      /OldImage\.n\.N never matches: the stream's view type is NEW_IMAGE/,
      /OldImage\.n\.N never matches: numbers are strings/,
      /TABLE_NAME names the table that triggers it/,
      // of the update
      /view type is NEW_IMAGE/,
      /numbers are strings/,
      /retries have no end/,
      /TABLE_NAME names the table that triggers it/,
    ];
    assert.equal(warnings.length, expected.length);
    expected.forEach((what, i) => assert.match(warnings[i], what));
  });
});
