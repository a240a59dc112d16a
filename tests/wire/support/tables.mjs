// Tables for tests: made in one line, filled in one line, read whole.
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';

let created = 0;

// createTable(server, { hash: 'id:S', range: 'at:N', stream: 'NEW_IMAGE', name: 'Orders' })
// Returns its name; only `hash` has a default, and the name is one of its own.
export async function createTable(server, { hash = 'id:S', range, stream, name } = {}) {
  const TableName = name ?? `Table${++created}`;
  const keys = [hash, range].filter(Boolean).map((key) => key.split(':'));
  await server.dynamoDb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: keys.map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
      KeySchema: keys.map(([AttributeName], i) => ({ AttributeName, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
      BillingMode: 'PAY_PER_REQUEST',
      ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream } }),
    }),
  );
  await waitUntilTableExists({ client: server.dynamoDb, maxWaitTime: 30, minDelay: 1 }, { TableName });
  return TableName;
}

// Puts all items, 25 to a BatchWriteItem, one batch after the other.
export async function putAll(server, table, items) {
  for (let i = 0; i < items.length; i += 25) {
    const answer = await server.dynamoDb.send(
      new BatchWriteItemCommand({
        RequestItems: { [table]: items.slice(i, i + 25).map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
    if (Object.keys(answer.UnprocessedItems ?? {}).length > 0) throw new Error('unprocessed items');
  }
}

// Every record of a stream, shard by shard, parents first.
export async function readStream(server, StreamArn) {
  const { StreamDescription } = await server.streams.send(new DescribeStreamCommand({ StreamArn }));
  const records = [];
  for (const { ShardId, SequenceNumberRange } of StreamDescription.Shards) {
    let { ShardIterator } = await server.streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const closed = SequenceNumberRange.EndingSequenceNumber !== undefined;
    while (ShardIterator) {
      const page = await server.streams.send(new GetRecordsCommand({ ShardIterator }));
      records.push(...page.Records);
      // An open shard always hands out another iterator.
      if (page.Records.length === 0 && !closed) break;
      ShardIterator = page.NextShardIterator;
    }
  }
  return records;
}
