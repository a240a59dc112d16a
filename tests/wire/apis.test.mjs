// API Gateway: APIs made with AWS's SDKs, called as browsers and curl call them.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';

import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  GetApisCommand,
  GetRoutesCommand,
} from '@aws-sdk/client-apigatewayv2';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

import { createFunction, failure, lambdaClient } from './support/functions.mjs';
import { clientSettings, Server, temporaryFolder } from './support/server.mjs';

const code = `
exports.handler = async (event) => {
  const path = event.rawPath ?? event.path;
  if (path.endsWith('/throws')) throw new Error('no');
  if (path.endsWith('/bytes')) {
    return { statusCode: 200, body: Buffer.from([0, 255, 16]).toString('base64'), isBase64Encoded: true,
             headers: { 'content-type': 'image/png' } };
  }
  return { statusCode: 200, headers: { 'x-from': 'handler' }, body: JSON.stringify(event) };
};`;

// Not every resolver knows that names below localhost are this machine; a Host header says it all.
async function call(server, path, { method = 'GET', headers = {}, body, id } = {}) {
  const host = id ? { Host: `${id}.execute-api.localhost:${server.port}` } : {};
  const request = http.request({ host: '127.0.0.1', port: server.port, path, method, headers: { ...host, ...headers } });
  request.end(body);
  const [answer] = await once(request, 'response');
  const bytes = await buffer(answer);
  return { status: answer.statusCode, headers: answer.headers, bytes, text: bytes.toString() };
}

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  const client = (Client) => {
    const made = new Client(clientSettings(server.url));
    t.after(() => made.destroy());
    return made;
  };
  return { server, rest: client(APIGatewayClient), apis: client(ApiGatewayV2Client), lambda: lambdaClient(t, server) };
}

// As CDK's LambdaRestApi makes it: ANY at the root and below, OPTIONS for CORS.
async function makeRestApi(rest, functionArn, more = {}) {
  const { id: restApiId, rootResourceId } = await rest.send(new CreateRestApiCommand({ name: 'raffle', ...more }));
  const proxy = await rest.send(new CreateResourceCommand({ restApiId, parentId: rootResourceId, pathPart: '{proxy+}' }));
  const uri = `arn:aws:apigateway:eu-west-2:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  for (const resourceId of [rootResourceId, proxy.id]) {
    const method = { restApiId, resourceId, httpMethod: 'ANY' };
    await rest.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
    await rest.send(new PutIntegrationCommand({ ...method, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }));
  }
  const options = { restApiId, resourceId: proxy.id, httpMethod: 'OPTIONS' };
  await rest.send(new PutMethodCommand({ ...options, authorizationType: 'NONE' }));
  await rest.send(new PutMethodResponseCommand({ ...options, statusCode: '204', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': true } }));
  await rest.send(new PutIntegrationCommand({ ...options, type: 'MOCK', requestTemplates: { 'application/json': '{ statusCode: 204 }' } }));
  await rest.send(
    new PutIntegrationResponseCommand({ ...options, statusCode: '204', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" } }),
  );
  await rest.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  return restApiId;
}

test('a REST API answers by host, by path and by name, also after a restart', async (t) => {
  const data = temporaryFolder();
  const { server, rest, lambda } = await start(t, { data });
  const { FunctionArn } = await createFunction(lambda, 'f', { 'index.js': code });
  const id = await makeRestApi(rest, FunctionArn);
  const check = async (there) => {
    for (const answer of [
      await call(there, '/prod/a/b?x=1', { id }),
      await call(there, `/restapis/${id}/prod/a/b?x=1`),
      await call(there, `/restapis/${id}/prod/_user_request_/a/b?x=1`),
      await call(there, '/raffle/a/b?x=1'),
    ]) {
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.headers['x-from'], 'handler');
      assert.equal(answer.headers['content-type'], 'application/json');
      const event = JSON.parse(answer.text);
      assert.equal(event.resource, '/{proxy+}');
      assert.equal(event.path, '/a/b');
      assert.deepEqual(event.pathParameters, { proxy: 'a/b' });
      assert.deepEqual(event.queryStringParameters, { x: '1' });
      assert.equal(event.requestContext.path, '/prod/a/b');
      assert.equal(event.requestContext.apiId, id);
    }
    assert.equal(JSON.parse((await call(there, '/prod', { id })).text).resource, '/');
  };
  await check(server);
  const preflight = await call(server, '/prod/a', { id, method: 'OPTIONS', headers: { Origin: 'http://localhost:3000' } });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers['access-control-allow-origin'], '*');
  await server.stop();
  await check((await start(t, { data })).server);
});

test("a REST API's errors and bytes are AWS's", async (t) => {
  const { server, rest, lambda } = await start(t);
  const { FunctionArn } = await createFunction(lambda, 'f', { 'index.js': code });
  const id = await makeRestApi(rest, FunctionArn, { binaryMediaTypes: ['image/png'] });
  assert.equal((await call(server, '/test/a', { id })).status, 403);
  const broken = await call(server, '/prod/throws', { id });
  assert.equal(broken.status, 502);
  assert.equal(broken.text, '{"message": "Internal server error"}');
  assert.equal(broken.headers['access-control-allow-origin'], undefined);
  await rest.send(
    new PutGatewayResponseCommand({ restApiId: id, responseType: 'DEFAULT_5XX', responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } }),
  );
  assert.equal((await call(server, '/prod/throws', { id })).headers['access-control-allow-origin'], undefined, 'not deployed yet');
  await rest.send(new CreateDeploymentCommand({ restApiId: id, stageName: 'prod' }));
  assert.equal((await call(server, '/prod/throws', { id })).headers['access-control-allow-origin'], '*');

  const bytes = await call(server, '/prod/bytes', { id, headers: { Accept: 'image/png' } });
  assert.deepEqual([...bytes.bytes], [0, 255, 16]);
  assert.equal((await call(server, '/prod/bytes', { id })).text, 'AP8Q');
  const sent = await call(server, '/prod/a', { id, method: 'POST', headers: { 'Content-Type': 'image/png' }, body: Buffer.from([1, 255]) });
  assert.deepEqual([JSON.parse(sent.text).body, JSON.parse(sent.text).isBase64Encoded], ['Af8=', true]);
});

// The patterns of "Tutorial: Create a REST API as an Amazon proxy" and of AWS's serverless samples.
test('tables and queues stand behind methods, without a function', async (t) => {
  const { server, rest } = await start(t);
  const dynamodb = new DynamoDBClient(clientSettings(server.url));
  const queues = new SQSClient(clientSettings(server.url));
  t.after(() => (dynamodb.destroy(), queues.destroy()));
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'Pets',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: 'jobs' }));
  const { id: restApiId, rootResourceId } = await rest.send(new CreateRestApiCommand({ name: 'direct' }));
  const add = async (pathPart, httpMethod, integration, responses) => {
    const { id: resourceId } = await rest.send(new CreateResourceCommand({ restApiId, parentId: rootResourceId, pathPart }));
    const method = { restApiId, resourceId, httpMethod };
    await rest.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
    await rest.send(new PutIntegrationCommand({ ...method, type: 'AWS', integrationHttpMethod: 'POST', ...integration }));
    for (const response of responses) await rest.send(new PutIntegrationResponseCommand({ ...method, ...response }));
  };
  const region = 'arn:aws:apigateway:eu-west-2';
  await add('put', 'POST', {
    uri: `${region}:dynamodb:action/PutItem`,
    requestTemplates: { 'application/json': '{"TableName":"Pets","Item":{"id":{"S":"$input.path(\'$.id\')"},"by":{"S":"$context.identity.sourceIp"}}}' },
  }, [
    { statusCode: '201', responseTemplates: { 'application/json': '{}' } },
    { statusCode: '400', selectionPattern: '4\\d{2}', responseTemplates: { 'application/json': '{"error":$input.json(\'$.message\')}' } },
  ]);
  await add('{id}', 'GET', {
    uri: `${region}:dynamodb:action/GetItem`,
    requestTemplates: { 'application/json': '{"TableName":"Pets","Key":{"id":{"S":"$input.params(\'id\')"}}}' },
  }, [{
    statusCode: '200',
    responseTemplates: { 'application/json': "#set($item = $input.path('$.Item'))#if($item){\"pet\":\"$item.id.S\"}#else#set($context.responseOverride.status = 404){}#end" },
  }]);
  await add('jobs', 'POST', {
    uri: `${region}:sqs:path/000000000000/jobs`,
    requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
    requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
  }, [{ statusCode: '202', responseTemplates: { 'application/json': "{\"id\":$input.json('$.SendMessageResponse.SendMessageResult.MessageId')}" } }]);
  await rest.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));

  const post = (path, body) => call(server, `/prod${path}`, { id: restApiId, method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  assert.equal((await post('/put', '{"id":"tom"}')).status, 201);
  const refused = await post('/put', '{}');
  assert.equal(refused.status, 400);
  assert.match(JSON.parse(refused.text).error, /empty string/);
  const found = await call(server, '/prod/tom', { id: restApiId });
  assert.deepEqual([found.status, found.text], [200, '{"pet":"tom"}']);
  assert.equal((await call(server, '/prod/nobody', { id: restApiId })).status, 404);
  const sent = await post('/jobs', '{"a":"b c"}');
  assert.equal(sent.status, 202);
  const { Messages } = await queues.send(new ReceiveMessageCommand({ QueueUrl }));
  assert.deepEqual([Messages[0].MessageId, Messages[0].Body], [JSON.parse(sent.text).id, '{"a":"b c"}']);
  assert.equal((await post('/put', 'no json')).text, '{"message": "Could not parse request body into json: the body is not JSON"}');
});

async function backend(t, answer, tls) {
  const server = tls ? https.createServer(tls, answer) : http.createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `${tls ? 'https' : 'http'}://127.0.0.1:${server.address().port}`;
}

// For 127.0.0.1, and nobody vouches for it.
const selfSigned = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5laz4H43vtqRHtXr
ADqsmtO86cwr1u3alZ0Mqwo4uvChRANCAAQI/eW8sL3mm+wXSQk7OP/Kb3+ADftK
0mAg/MTt0J1vLyCXXEPZQ1Xc5egnN8oiKPN7rpICznjmDvlTiR/pe48Z
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUM6I86xQ+BU5RcJ0yNzrSKYWKrxcwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAyNTUyOFoYDzIxMjYxMDMw
MDI1NTI4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQI/eW8sL3mm+wXSQk7OP/Kb3+ADftK0mAg/MTt0J1vLyCXXEPZQ1Xc
5egnN8oiKPN7rpICznjmDvlTiR/pe48Zo28wbTAdBgNVHQ4EFgQUNOX7TcRBPT1B
xTqKurZefU//NrAwHwYDVR0jBBgwFoAUNOX7TcRBPT1BxTqKurZefU//NrAwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhALXEiAVbv9hDK30X0GC4xP7FOymu3M+TyJN0Y7v8pheHAiEA
ohe63QOZnGdzsXXe5UVO25dqpCsJdcA26BoJBvtdCBo=
-----END CERTIFICATE-----`,
};

test('other servers stand behind REST and HTTP APIs', async (t) => {
  const { server, rest, apis } = await start(t);
  const echo = async (request, response) => {
    const body = (await buffer(request)).toString();
    response.writeHead(request.url.startsWith('/v1/missing') ? 404 : 200, { 'content-type': 'application/json', 'x-from': 'backend' });
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
  };
  const plain = await backend(t, echo);
  const secure = await backend(t, echo, selfSigned);
  const { id: restApiId, rootResourceId } = await rest.send(new CreateRestApiCommand({ name: 'front' }));
  const add = async (pathPart, integration, parentId = rootResourceId) => {
    const { id: resourceId } = await rest.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
    const method = { restApiId, resourceId, httpMethod: 'ANY' };
    await rest.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
    await rest.send(new PutIntegrationCommand({ ...method, integrationHttpMethod: 'ANY', type: 'HTTP_PROXY', ...integration }));
    return method;
  };
  const { resourceId: v1 } = await add('v1', { uri: plain });
  await add('{proxy+}', { uri: `${plain}/v1/{proxy}`, requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' } }, v1);
  await add('secure', { uri: secure });
  await add('trusting', { uri: secure, tlsConfig: { insecureSkipVerification: true } });
  await add('gone', { uri: 'http://127.0.0.1:1/' });
  const mapped = await add('mapped', { type: 'HTTP', uri: `${plain}/items`, requestTemplates: { 'application/json': '{"n":$input.path(\'$.a\')}' } });
  await rest.send(new PutIntegrationResponseCommand({ ...mapped, statusCode: '202', responseTemplates: { 'application/json': "$input.path('$.body')" } }));
  await rest.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));

  const answer = await call(server, '/prod/v1/a/b?x=1', { id: restApiId, method: 'PUT', headers: { 'x-one': '1' }, body: 'hello' });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers['x-from'], 'backend');
  const seen = JSON.parse(answer.text);
  assert.deepEqual([seen.method, seen.url, seen.body, seen.headers['x-one']], ['PUT', '/v1/a/b?x=1', 'hello', '1']);
  assert.equal(seen.headers['x-forwarded-for'], '127.0.0.1');
  assert.equal((await call(server, '/prod/v1/missing', { id: restApiId })).status, 404);
  const posted = await call(server, '/prod/mapped', { id: restApiId, method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":5}' });
  assert.deepEqual([posted.status, posted.text], [202, '{"n":5}']);
  assert.equal((await call(server, '/prod/secure', { id: restApiId })).status, 504);
  assert.equal((await call(server, '/prod/trusting', { id: restApiId })).status, 200);
  const gone = await call(server, '/prod/gone', { id: restApiId });
  assert.deepEqual([gone.status, gone.text], [504, '{"message": "Network error communicating with endpoint"}']);

  const { ApiId } = await apis.send(new CreateApiCommand({ Name: 'shop', ProtocolType: 'HTTP', Target: `${plain}/shop` }));
  const shop = await call(server, '/any?q=1', { id: ApiId });
  assert.deepEqual([shop.status, JSON.parse(shop.text).url], [200, '/shop?q=1']);
  assert.ok(shop.headers['apigw-requestid']);
});

// "Control access to HTTP APIs with JWT authorizers in API Gateway".
test("an HTTP API's JWT authorizer takes its keys from an issuer on this machine", async (t) => {
  const { server, apis, lambda } = await start(t);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const issuer = await backend(t, (request, response) => {
    const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1' }] };
    response.end(JSON.stringify(request.url === '/keys' ? keys : { issuer, jwks_uri: `${issuer}/keys` }));
  });
  const base64 = (object) => Buffer.from(JSON.stringify(object)).toString('base64url');
  const token = (claims) => {
    const text = `${base64({ alg: 'RS256', kid: 'k1' })}.${base64({ iss: issuer, aud: 'app', exp: Date.now() / 1000 + 600, scope: 'read', ...claims })}`;
    return `Bearer ${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
  };
  const { FunctionArn } = await createFunction(lambda, 'f', { 'index.js': code });
  const { ApiId } = await apis.send(new CreateApiCommand({ Name: 'pets', ProtocolType: 'HTTP' }));
  const { IntegrationId } = await apis.send(
    new CreateIntegrationCommand({ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: FunctionArn, PayloadFormatVersion: '2.0' }),
  );
  const { AuthorizerId } = await apis.send(
    new CreateAuthorizerCommand({
      ApiId,
      Name: 'issuer',
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: issuer, Audience: ['app'] },
    }),
  );
  const route = { ApiId, Target: `integrations/${IntegrationId}`, AuthorizationType: 'JWT', AuthorizerId, AuthorizationScopes: ['read'] };
  await apis.send(new CreateRouteCommand({ ...route, RouteKey: 'GET /pets' }));
  await apis.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }));

  const get = (authorization) => call(server, '/pets', { id: ApiId, headers: authorization ? { authorization } : {} });
  const allowed = await get(token({ sub: 'me' }));
  assert.equal(allowed.status, 200, allowed.text);
  const { jwt } = JSON.parse(allowed.text).requestContext.authorizer;
  assert.equal(jwt.claims.sub, 'me');
  assert.deepEqual(jwt.scopes, ['read']);
  const nobody = await get();
  assert.deepEqual([nobody.status, nobody.text, nobody.headers['www-authenticate']], [401, '{"message":"Unauthorized"}', 'Bearer']);
  for (const wrong of [token({ exp: 1 }), token({ aud: 'other' }), token({ iss: 'https://other.example' }), `${token({}).slice(0, -4)}AAAA`, 'Bearer x']) {
    assert.equal((await get(wrong)).status, 401);
  }
  const unscoped = await get(token({ scope: 'write' }));
  assert.deepEqual([unscoped.status, unscoped.text], [403, '{"message":"Forbidden"}']);
});

test('the control plane tells what was put', async (t) => {
  const { rest, lambda } = await start(t);
  const { FunctionArn } = await createFunction(lambda, 'f', { 'index.js': code });
  const restApiId = await makeRestApi(rest, FunctionArn);
  const { items } = await rest.send(new GetRestApisCommand({}));
  assert.deepEqual(items.map((one) => [one.id, one.name]), [[restApiId, 'raffle']]);
  assert.ok(items[0].createdDate instanceof Date);
  const resources = await rest.send(new GetResourcesCommand({ restApiId, embed: ['methods'] }));
  const proxy = resources.items.find((one) => one.path === '/{proxy+}');
  assert.equal(proxy.resourceMethods.ANY.methodIntegration.type, 'AWS_PROXY');
  assert.equal(proxy.resourceMethods.ANY.methodIntegration.httpMethod, 'POST');
  await rest.send(
    new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations: [{ op: 'replace', path: '/variables/a', value: 'b' }] }),
  );
  const stages = await rest.send(new GetStagesCommand({ restApiId }));
  assert.deepEqual(stages.item.map((one) => [one.stageName, one.variables]), [['prod', { a: 'b' }]]);
  const missing = await failure(rest.send(new GetResourcesCommand({ restApiId: 'nobody' })));
  assert.equal(missing.name, 'NotFoundException');
  assert.match(missing.message, /^Invalid API identifier specified /);
});

test('an HTTP API answers with payload format 2.0, its stage in front or not', async (t) => {
  const { server, apis, lambda } = await start(t);
  const { FunctionArn } = await createFunction(lambda, 'f', { 'index.js': code });
  const { ApiId, ApiEndpoint } = await apis.send(
    new CreateApiCommand({
      Name: 'pets',
      ProtocolType: 'HTTP',
      CorsConfiguration: { AllowOrigins: ['http://localhost:3000'], AllowMethods: ['GET'], AllowHeaders: ['x-one'] },
    }),
  );
  assert.equal(ApiEndpoint, `http://${ApiId}.execute-api.localhost:${server.port}`);
  const { IntegrationId } = await apis.send(
    new CreateIntegrationCommand({ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: FunctionArn, PayloadFormatVersion: '2.0' }),
  );
  await apis.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /pets/{id}', Target: `integrations/${IntegrationId}` }));
  for (const StageName of ['$default', 'dev']) await apis.send(new CreateStageCommand({ ApiId, StageName, AutoDeploy: true }));

  const event = JSON.parse((await call(server, '/pets/1?x=1&x=2', { id: ApiId })).text);
  assert.equal(event.version, '2.0');
  assert.equal(event.routeKey, 'GET /pets/{id}');
  assert.equal(event.rawPath, '/pets/1');
  assert.deepEqual(event.pathParameters, { id: '1' });
  assert.deepEqual(event.queryStringParameters, { x: '1,2' });
  assert.equal(event.requestContext.stage, '$default');
  const staged = JSON.parse((await call(server, '/dev/pets/1', { id: ApiId })).text);
  assert.equal(staged.rawPath, '/dev/pets/1');
  assert.equal(staged.requestContext.stage, 'dev');
  assert.equal(JSON.parse((await call(server, '/pets/pets/1')).text).rawPath, '/pets/1');
  assert.deepEqual([...(await call(server, '/pets/bytes', { id: ApiId })).bytes], [0, 255, 16]);

  const unknown = await call(server, '/cats', { id: ApiId });
  assert.deepEqual([unknown.status, unknown.text], [404, '{"message":"Not Found"}']);
  const broken = await call(server, '/pets/throws', { id: ApiId });
  assert.deepEqual([broken.status, broken.text], [500, '{"message":"Internal Server Error"}']);
  const preflight = await call(server, '/pets/1', {
    id: ApiId,
    method: 'OPTIONS',
    headers: { Origin: 'http://localhost:3000', 'Access-Control-Request-Method': 'GET' },
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers['access-control-allow-origin'], 'http://localhost:3000');
  assert.equal(preflight.headers['access-control-allow-methods'], 'GET');

  assert.deepEqual((await apis.send(new GetRoutesCommand({ ApiId }))).Items.map((one) => one.RouteKey), ['GET /pets/{id}']);
  await apis.send(new DeleteApiCommand({ ApiId }));
  assert.deepEqual((await apis.send(new GetApisCommand({}))).Items, []);
  assert.equal((await call(server, '/pets/1', { id: ApiId })).status, 403);
});
