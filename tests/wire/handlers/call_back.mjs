// Calls the server that called it: puts an item and reads it back, with the SDK and no endpoint.
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamoDb = new DynamoDBClient({});

export const handler = async (event) => {
  const TableName = process.env.TABLE_NAME;
  const Key = { id: { S: event.queryStringParameters.id } };
  await dynamoDb.send(new PutItemCommand({ TableName, Item: { ...Key, pid: { N: String(process.pid) } } }));
  const { Item } = await dynamoDb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return { statusCode: 200, body: Item.id.S };
};
