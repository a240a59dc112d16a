// A server that is stopped amid its work ends at once and well: an exit code that is not 0, which a
// sanitizer's report is too, or a hang fails the test (support/server.mjs).
import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import { test } from 'node:test';

import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { DescribeTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateEventSourceMappingCommand, CreateFunctionUrlConfigCommand } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';

import { createFunction, invoke, lambdaClient } from './support/functions.mjs';
import { clientSettings, Server, temporaryFolder } from './support/server.mjs';
import { sqsClient } from './support/services.mjs';
import { createTable } from './support/tables.mjs';

// Takes requests and answers none: who asks it is at work for good.
async function startGate(t) {
  const seen = new Set();
  const arrivals = new EventEmitter();
  const gate = http.createServer((request) => {
    seen.add(request.url);
    arrivals.emit(request.url);
  });
  gate.listen(0, '127.0.0.1');
  await once(gate, 'listening');
  t.after(() => (gate.close(), gate.closeAllConnections()));
  return {
    url: `http://127.0.0.1:${gate.address().port}`,
    reached: (path) => (seen.has(path) ? undefined : once(arrivals, path)),
  };
}

const asking = (gate) => ({
  'index.mjs': `
    const ask = (path) => fetch('${gate.url}' + path);
    export const handler = (event) => ask(event.path ?? (event.RequestType ? '/custom' : '/records'));
    export const streamed = awslambda.streamifyResponse(async (event, out) => {
      out.write('a part');
      await ask('/streamed');
    });`,
});

const template = (functionArn) =>
  JSON.stringify({ Resources: { Slow: { Type: 'Custom::Slow', Properties: { ServiceToken: functionArn } } } });

// What is begun here nobody waits for: its connection breaks.
const begin = (call) => void call.catch(() => {});

const situations = {
  async 'invocations of every kind'({ server, lambda, gate }) {
    begin(invoke(lambda, 'f', { path: '/invoked' }));
    begin(invoke(lambda, 'f', { path: '/event' }, { InvocationType: 'Event' }));
    const TableName = await createTable(server, { stream: 'NEW_IMAGE' });
    const { Table } = await server.dynamoDb.send(new DescribeTableCommand({ TableName }));
    await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'f',
        EventSourceArn: Table.LatestStreamArn,
        StartingPosition: 'TRIM_HORIZON',
      }),
    );
    await server.dynamoDb.send(new PutItemCommand({ TableName, Item: { id: { S: '1' } } }));
    await gate.reached('/invoked');
    await gate.reached('/event');
    await gate.reached('/records');
    begin(fetch(`${server.url}/_tombola/idle?timeout=60`));
    begin(fetch(`${server.url}/_tombola/clock`, { method: 'POST', body: '{"advance":"idle"}' }));
  },

  async 'a response that is streamed'({ lambda, gate }) {
    const { FunctionArn } = await createFunction(lambda, 's', asking(gate), { Handler: 'index.streamed' });
    const { FunctionUrl } = await lambda.send(
      new CreateFunctionUrlConfigCommand({ FunctionName: FunctionArn, AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM' }),
    );
    const { host, port } = new URL(FunctionUrl);
    const request = http.get({ host: '127.0.0.1', port, headers: { Host: host } });
    const [response] = await once(request, 'response');
    response.on('error', () => {}).resume();
    await gate.reached('/streamed');
  },

  async 'a request to another server'({ t, server, gate }) {
    const apis = new APIGatewayClient(clientSettings(server.url));
    t.after(() => apis.destroy());
    const { id: restApiId, rootResourceId: resourceId } = await apis.send(new CreateRestApiCommand({ name: 'front' }));
    const method = { restApiId, resourceId, httpMethod: 'GET' };
    await apis.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
    await apis.send(
      new PutIntegrationCommand({ ...method, type: 'HTTP', integrationHttpMethod: 'GET', uri: `${gate.url}/behind` }),
    );
    await apis.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
    begin(fetch(`${server.url}/restapis/${restApiId}/prod/_user_request_/`));
    await gate.reached('/behind');
  },

  async 'a deployment that waits for a function'({ server, gate, functionArn }) {
    const body = new URLSearchParams({
      Action: 'CreateStack', Version: '2010-05-15', StackName: 'slow', TemplateBody: template(functionArn),
    });
    const headers = {
      'X-Amz-Date': '20260102T030405Z',
      Authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260102/us-east-1/cloudformation/aws4_request, SignedHeaders=host, Signature=a',
    };
    begin(fetch(server.url, { method: 'POST', body, headers }));
    await gate.reached('/custom');
  },

  async 'messages that are waited for and come later'({ t, server }) {
    const queues = sqsClient(t, server);
    const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: 'jobs' }));
    begin(queues.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })));
    await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 30 }));
  },

  async 'writes'({ server }) {
    const TableName = await createTable(server, { stream: 'NEW_IMAGE' });
    const put = (id) => server.dynamoDb.send(new PutItemCommand({ TableName, Item: { id: { S: String(id) } } }));
    await put(0);
    for (let id = 1; id <= 50; ++id) begin(put(id));
  },
};

for (const [what, prepare] of Object.entries(situations)) {
  test(`a server stops amid ${what}`, async (t) => {
    const gate = await startGate(t);
    const server = await Server.start({ data: temporaryFolder(), args: ['--durability', 'power'] });
    t.after(() => server.stop());
    const lambda = lambdaClient(t, server);
    const { FunctionArn: functionArn } = await createFunction(lambda, 'f', asking(gate));
    await prepare({ t, server, lambda, gate, functionArn });
    await server.stop();
  });
}
