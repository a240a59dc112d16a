// What meets a transaction that is under way. AWS: "Handling transaction conflicts in DynamoDB"
// (developer guide), API_TransactWriteItems.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

import { Server } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

const TableName = 'Accounts';
const Key = (id) => ({ id: { S: id } });
const add = (id, amount) => ({
  TableName,
  Key: Key(id),
  UpdateExpression: 'ADD amount :amount',
  ExpressionAttributeValues: { ':amount': { N: String(amount) } },
});

describe('transactions under way', () => {
  let server;
  let token = 0;
  const send = (command) => server.dynamoDb.send(command);
  const transfer = (from, to, ClientRequestToken) =>
    send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Update: add(from, -1) }, { Update: add(to, 1) }],
        ClientRequestToken,
      }),
    );
  const amount = async (id) =>
    Number((await send(new GetItemCommand({ TableName, Key: Key(id) }))).Item?.amount.N ?? 0);
  const faults = async (body) => {
    const answer = await fetch(`${server.url}/_tombola/faults`, {
      method: body ? 'POST' : 'GET',
      body: body && JSON.stringify(body),
    });
    return { status: answer.status, ...(await answer.json()) };
  };
  const hold = async (name) =>
    assert.equal((await faults({ hold: 'transaction', token: name, seconds: 60 })).status, 200);
  const untilHeld = async () => {
    while ((await faults()).holds[0]?.state !== 'holding');
  };
  const release = (name) => faults({ release: 'transaction', token: name });

  before(async () => {
    server = await Server.start();
    await createTable(server, { name: TableName });
  });
  after(() => server?.stop());
  beforeEach(() => (token += 1));

  test('a batch gives back the writes that it has, and does the others; reads do not mind', async () => {
    const name = `batch-${token}`;
    await hold(name);
    const open = transfer('batch-a', 'batch-b', name);
    await untilHeld();

    const put = { PutRequest: { Item: { ...Key('batch-a'), amount: { N: '7' } } } };
    const erase = { DeleteRequest: { Key: Key('batch-b') } };
    const other = { PutRequest: { Item: { ...Key('batch-c'), amount: { N: '7' } } } };
    const batch = (requests) =>
      send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
    const { UnprocessedItems } = await batch([put, other, erase]);
    assert.deepEqual(UnprocessedItems, { [TableName]: [put, erase] });
    assert.equal(await amount('batch-c'), 7);
    const { Responses, UnprocessedKeys } = await send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key('batch-a'), Key('batch-c')] } } }),
    );
    assert.equal(Responses[TableName].length, 1, 'that of the transaction is not there yet');
    assert.deepEqual(UnprocessedKeys, {});

    assert.equal((await release(name)).status, 200);
    await open;
    assert.deepEqual((await batch([put])).UnprocessedItems, {});
    assert.equal(await amount('batch-a'), 7);
  });

  test('a write of an item that it has is refused, others are not', async () => {
    const name = `write-${token}`;
    await hold(name);
    const open = transfer('a', 'b', name);
    await untilHeld();

    const conflict = { name: 'TransactionConflictException', message: 'Transaction is ongoing for the item' };
    await assert.rejects(send(new PutItemCommand({ TableName, Item: Key('a') })), conflict);
    await assert.rejects(send(new UpdateItemCommand(add('b', 5))), conflict);
    await assert.rejects(send(new DeleteItemCommand({ TableName, Key: Key('a') })), conflict);
    await send(new PutItemCommand({ TableName, Item: Key('c') }));
    assert.equal(await amount('a'), 0, 'nothing of it is seen');

    assert.equal((await release(name)).status, 200);
    await open;
    assert.deepEqual([await amount('a'), await amount('b')], [-1, 1]);
    await send(new UpdateItemCommand(add('b', 5)));
  });

  test('another transaction is cancelled, with the reason at the item', async () => {
    const name = `cancel-${token}`;
    await hold(name);
    const open = transfer('d', 'e', name);
    await untilHeld();

    const cancelled = (reasons) => (error) => {
      assert.equal(error.name, 'TransactionCanceledException');
      assert.deepEqual(
        error.CancellationReasons.map(({ Code, Message }) => [Code, Message]),
        reasons,
      );
      return true;
    };
    const conflict = ['TransactionConflict', 'Transaction is ongoing for the item'];
    await assert.rejects(transfer('x', 'e'), cancelled([['None', undefined], conflict]));
    await assert.rejects(
      send(
        new TransactGetItemsCommand({
          TransactItems: [{ Get: { TableName, Key: Key('d') } }, { Get: { TableName, Key: Key('x') } }],
        }),
      ),
      cancelled([conflict, ['None', undefined]]),
    );
    await transfer('x', 'y');

    await release(name);
    await open;
    assert.deepEqual([await amount('d'), await amount('e')], [-1, 1]);
  });

  test('the same token is in progress, then done', async () => {
    const name = `token-${token}`;
    await hold(name);
    const open = transfer('f', 'g', name);
    await untilHeld();
    await assert.rejects(transfer('f', 'g', name), {
      name: 'TransactionInProgressException',
      message: 'The transaction with the given request token is already in progress.',
    });
    await release(name);
    await open;
    await transfer('f', 'g', name);
    assert.equal(await amount('g'), 1, 'done once');
  });

  test('its conditions hold at the commit', async () => {
    const name = `bound-${token}`;
    assert.equal((await faults({ hold: 'transaction', token: name, seconds: 1 })).status, 200);
    await transfer('h', 'i', name); // goes on by itself
    assert.equal(await amount('i'), 1);
    assert.deepEqual((await faults()).holds, []);
  });

  test('what makes no sense is refused, and says why', async () => {
    for (const body of [
      {},
      [],
      { hold: 'transaction' },
      { hold: 'table', token: 't' },
      { hold: 'transaction', token: '' },
      { hold: 'transaction', token: 't', seconds: 0 },
      { hold: 'transaction', token: 't', seconds: 61 },
      { hold: 'transaction', release: 'transaction', token: 't' },
    ]) {
      const answer = await faults(body);
      assert.equal(answer.status, 400, JSON.stringify(body));
      assert.match(answer.message, /expected/);
    }
    assert.equal((await release('nobody')).status, 409);
    await hold('first');
    assert.equal((await faults({ hold: 'transaction', token: 'second' })).status, 409);
    await release('first');
  });

  test('transfers from many clients keep the sum', async () => {
    const ids = ['p', 'q', 'r', 's'];
    let done = 0;
    const client = async (seed) => {
      for (let i = 0; i < 25; i += 1) {
        const from = ids[(seed + i) % ids.length];
        const to = ids[(seed * 3 + i * 7 + 1) % ids.length];
        if (from === to) continue;
        try {
          await transfer(from, to);
          done += 1;
        } catch (error) {
          assert.equal(error.name, 'TransactionCanceledException');
        }
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, seed) => client(seed)));
    const amounts = await Promise.all(ids.map(amount));
    assert.equal(amounts.reduce((sum, one) => sum + one, 0), 0);
    assert.ok(done > 0);
  });
});
