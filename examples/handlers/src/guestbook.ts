import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

const dynamoDb = new DynamoDBClient({});
const TableName = process.env.TABLE_NAME;
const daysKept = 30;

export async function sign(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  const now = new Date();
  const entry = {
    page: event.pathParameters?.page,
    at: now.toISOString(),
    name: event.body,
    forgotten: Math.floor(now.getTime() / 1000) + daysKept * 86_400,
  };
  await dynamoDb.send(new PutItemCommand({ TableName, Item: marshall(entry) }));
  return { statusCode: 201, body: JSON.stringify(entry) };
}

export async function read(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  const { Items = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'page = :page',
      ExpressionAttributeValues: marshall({ ':page': event.pathParameters?.page }),
    }),
  );
  // API Gateway makes an answer of whatever has no statusCode.
  return { entries: Items.map((item) => unmarshall(item)) } as APIGatewayProxyResultV2;
}
