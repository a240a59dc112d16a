import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { randomUUID } from 'crypto';

const dynamoDb = new DynamoDBClient({});

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const entry = {
    id: randomUUID(),
    name: event.queryStringParameters?.name,
    timestamp: new Date().toISOString(),
  };
  await dynamoDb.send(
    new PutItemCommand({ TableName: process.env.TABLE_NAME, Item: marshall(entry) }),
  );
  return { statusCode: 200, body: JSON.stringify(entry) };
};
