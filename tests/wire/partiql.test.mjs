// PartiQL through the AWS SDK, the plain client and the document client: statements, pages, batches,
// transactions.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  BatchExecuteStatementCommand,
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DuplicateItemException,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchExecuteStatementCommand as DocumentBatchExecuteStatementCommand,
  ExecuteStatementCommand as DocumentExecuteStatementCommand,
  ExecuteTransactionCommand as DocumentExecuteTransactionCommand,
} from '@aws-sdk/lib-dynamodb';

import { Server } from './support/server.mjs';
import { createTable, putAll, readStream } from './support/tables.mjs';

describe('PartiQL', () => {
  let server;
  const send = (command) => server.dynamoDb.send(command);
  const execute = (Statement, Parameters, more = {}) =>
    send(new ExecuteStatementCommand({ Statement, Parameters, ...more }));
  const document = (Statement, Parameters, more = {}) =>
    server.documents.send(new DocumentExecuteStatementCommand({ Statement, Parameters, ...more }));

  before(async () => {
    server = await Server.start();
  });
  after(() => server?.stop());

  test('documents go in as parameters and come back as they were', async () => {
    const table = await createTable(server, { hash: 'pk:S', range: 'sk:N' });
    const song = { pk: "it's", sk: 1.5, tags: new Set(['a', 'b']), list: [1, 'é', null, true, { x: [] }] };
    assert.deepEqual((await document(`INSERT INTO "${table}" VALUE ?`, [song])).Items, []);
    const { Items } = await document(`SELECT * FROM "${table}" WHERE pk = ? AND sk = ?`, [song.pk, song.sk]);
    assert.deepEqual(Items, [song]);
    await assert.rejects(document(`INSERT INTO "${table}" VALUE {'pk':?,'sk':?}`, [song.pk, song.sk]), (error) => {
      assert.ok(error instanceof DuplicateItemException);
      assert.equal(error.message, 'Duplicate primary key exists in table');
      return true;
    });
    const { Items: [updated] } = await document(
      `UPDATE "${table}" SET total = 1 + ? SET "list"[0] = 'first' REMOVE tags WHERE pk = ? AND sk = 1.5 RETURNING ALL NEW *`,
      [41, song.pk],
    );
    assert.deepEqual(updated, { pk: song.pk, sk: 1.5, total: 42, list: ['first', 'é', null, true, { x: [] }] });
    const { Items: [deleted] } = await document(
      `DELETE FROM "${table}" WHERE pk = 'it''s' AND sk = 1.5 RETURNING ALL OLD *`,
    );
    assert.deepEqual(deleted, updated);
    assert.deepEqual((await document(`SELECT * FROM "${table}"`)).Items, []);
  });

  test('pages go on by NextToken until everything was there once', async () => {
    const table = await createTable(server, { hash: 'pk:S', range: 'sk:N' });
    const items = [];
    for (const pk of ['a', 'b', 'c']) {
      for (let sk = 0; sk < 17; ++sk) items.push({ pk: { S: pk }, sk: { N: String(sk) } });
    }
    await putAll(server, table, items);
    const pagesOf = async (Statement, Limit) => {
      const pages = [];
      let NextToken;
      do {
        const page = await execute(Statement, undefined, { Limit, NextToken });
        assert.equal(page.NextToken === undefined, page.LastEvaluatedKey === undefined);
        pages.push(page.Items.map(({ pk, sk }) => pk.S + sk.N));
        NextToken = page.NextToken;
      } while (NextToken);
      return pages;
    };
    const all = items.map(({ pk, sk }) => pk.S + sk.N);
    assert.deepEqual((await pagesOf(`SELECT * FROM "${table}"`, 4)).flat().sort(), all.slice().sort());
    const backward = await pagesOf(`SELECT * FROM "${table}" WHERE pk = 'b' ORDER BY sk DESC`, 5);
    assert.deepEqual(backward.flat(), all.slice(17, 34).reverse());
    assert.deepEqual(backward.map((page) => page.length), [5, 5, 5, 2]);
    const several = await pagesOf(`SELECT * FROM "${table}" WHERE pk IN ['a', 'c', 'none']`);
    assert.deepEqual(several.flat(), [...all.slice(0, 17), ...all.slice(34)]);
    // "Results are returned in pages of up to 10 items": the developer guide on IN.
    assert.ok(several.every((page) => page.length <= 10));
  });

  test('a megabyte ends a page as well', async () => {
    const table = await createTable(server, { hash: 'pk:S', range: 'sk:N' });
    const big = 'x'.repeat(300_000);
    for (let sk = 0; sk < 6; ++sk) {
      await document(`INSERT INTO "${table}" VALUE ?`, [{ pk: 'p', sk, big }]);
    }
    const first = await execute(`SELECT sk FROM "${table}" WHERE pk = 'p'`);
    assert.deepEqual(first.Items.map(({ sk }) => sk.N), ['0', '1', '2', '3']);
    const second = await execute(`SELECT sk FROM "${table}" WHERE pk = 'p'`, undefined, {
      NextToken: first.NextToken,
    });
    assert.deepEqual(second.Items.map(({ sk }) => sk.N), ['4', '5']);
    assert.equal(second.NextToken, undefined);
  });

  test('an update of nobody is a failed condition', async () => {
    const table = await createTable(server);
    await assert.rejects(
      execute(`UPDATE "${table}" SET a = 1 WHERE id = 'nobody'`),
      (error) => error instanceof ConditionalCheckFailedException && error.message === 'The conditional request failed',
    );
    await document(`INSERT INTO "${table}" VALUE {'id':'1','a':1}`);
    await assert.rejects(
      execute(`DELETE FROM "${table}" WHERE id = '1' AND a > 1`, undefined, {
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
      (error) => {
        assert.deepEqual(error.Item, { id: { S: '1' }, a: { N: '1' } });
        return true;
      },
    );
  });

  test('a batch answers each statement by itself', async () => {
    const table = await createTable(server);
    const batch = (Statements) => server.documents.send(new DocumentBatchExecuteStatementCommand({ Statements }));
    const { Responses: written } = await batch([
      { Statement: `INSERT INTO "${table}" VALUE ?`, Parameters: [{ id: '1', n: 1 }] },
      { Statement: `INSERT INTO "${table}" VALUE ?`, Parameters: [{ id: '2', n: 2 }] },
      { Statement: `UPDATE "${table}" SET n = 3 WHERE id = ?`, Parameters: ['3'] },
    ]);
    assert.deepEqual(written.map(({ Error: error }) => error?.Code), [undefined, undefined, 'ConditionalCheckFailed']);
    const { Responses: read } = await batch([
      { Statement: `SELECT n FROM "${table}" WHERE id = ?`, Parameters: ['2'] },
      { Statement: `SELECT * FROM "${table}" WHERE n = 1` },
      { Statement: `SELECT * FROM "${table}" WHERE id = 'none'` },
    ]);
    assert.deepEqual(read, [
      { TableName: table, Item: { n: 2 } },
      {
        TableName: table,
        Error: {
          Code: 'ValidationError',
          Message: 'Select statements within BatchExecuteStatement must specify the primary key in the where clause.',
        },
      },
      { TableName: table },
    ]);
    await assert.rejects(
      send(new BatchExecuteStatementCommand({
        Statements: Array.from({ length: 26 }, (_, i) => ({ Statement: `DELETE FROM "${table}" WHERE id = '${i}'` })),
      })),
      { name: 'ValidationException' },
    );
  });

  test('a transaction does all or nothing, and its records are in the stream', async () => {
    const table = await createTable(server, { stream: 'NEW_AND_OLD_IMAGES', name: 'Ledger' });
    const { Table } = await send(new DescribeTableCommand({ TableName: table }));
    const transact = (TransactStatements, more = {}) =>
      server.documents.send(new DocumentExecuteTransactionCommand({ TransactStatements, ...more }));
    await transact([
      { Statement: `INSERT INTO "${table}" VALUE {'id':'a','n':10}` },
      { Statement: `INSERT INTO "${table}" VALUE {'id':'b','n':0}` },
    ]);
    const transfer = (amount) => [
      { Statement: `UPDATE "${table}" SET n = n - ? WHERE id = 'a' AND n >= ?`, Parameters: [amount, amount] },
      { Statement: `UPDATE "${table}" SET n = n + ? WHERE id = 'b'`, Parameters: [amount] },
    ];
    await transact(transfer(7), { ClientRequestToken: 'once' });
    await transact(transfer(7), { ClientRequestToken: 'once' });
    await assert.rejects(send(new ExecuteTransactionCommand({
      TransactStatements: [
        { Statement: `UPDATE "${table}" SET n = n - 7 WHERE id = 'a' AND n >= 7` },
        { Statement: `UPDATE "${table}" SET n = n + 7 WHERE id = 'b'` },
      ],
    })), (error) => {
      assert.ok(error instanceof TransactionCanceledException);
      assert.deepEqual(error.CancellationReasons.map(({ Code }) => Code), ['ConditionalCheckFailed', 'None']);
      return true;
    });
    const { Responses } = await transact([
      { Statement: `SELECT n FROM "${table}" WHERE id = 'a'` },
      { Statement: `SELECT n FROM "${table}" WHERE id = 'b'` },
    ]);
    assert.deepEqual(Responses.map(({ Item }) => Item.n), [3, 7]);
    const records = await readStream(server, Table.LatestStreamArn);
    assert.deepEqual(records.map(({ eventName }) => eventName), ['INSERT', 'INSERT', 'MODIFY', 'MODIFY']);
  });

  test('sixteen writers at once count without a loss', async () => {
    const table = await createTable(server);
    await document(`INSERT INTO "${table}" VALUE {'id':'counter','n':0}`);
    await Promise.all(Array.from({ length: 16 }, async () => {
      for (let i = 0; i < 10; ++i) await document(`UPDATE "${table}" SET n = n + 1 WHERE id = 'counter'`);
    }));
    const { Items } = await document(`SELECT n FROM "${table}" WHERE id = 'counter'`);
    assert.deepEqual(Items, [{ n: 160 }]);
  });
});
