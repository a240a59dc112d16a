// `tombola dev`: a project runs without a deploy, from the files where they are, and follows them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { describe, test } from 'node:test';

import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';

import { root, runTombola, Server, temporaryFolder, tombola } from './support/server.mjs';

const startDev = async (t, project, options = {}) => {
  const server = await Server.start({ command: [tombola, 'dev', project], ...options });
  t.after(() => server.stop());
  return server;
};

const template = (more = '') => `Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: python3.11, CodeUri: src/}
Resources:
  Entries:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      BillingMode: PAY_PER_REQUEST
      StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}
  OnEntry:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      FunctionUrlConfig: {AuthType: NONE}
      Events:
        Change:
          Type: DynamoDB
          Properties: {Stream: !GetAtt Entries.StreamArn, StartingPosition: TRIM_HORIZON}
${more}Outputs:
  Table: {Value: !Ref Entries}
`;

const handler = (word) => `def handler(event, context):
    for record in event["Records"]:
        print("${word}", record["dynamodb"]["Keys"]["id"]["S"])
`;

// A folder with a SAM template and its Python handler.
function samProject() {
  const folder = temporaryFolder();
  const write = (name, text) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };
  write('template.yaml', template());
  write('src/app.py', handler('saw'));
  return { folder, write };
}

const output = async (server, name) => {
  const pattern = new RegExp(` ${name} = (.*)`);
  return (await server.line(pattern)).match(pattern)[1];
};
// fetch sets Host itself, and not every machine resolves *.localhost.
const get = (server, target, host) =>
  new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port: server.port, path: target, headers: { host } }, (answer) =>
      resolve(answer.resume()),
    ).on('error', reject);
  });
const put = (server, TableName, id) =>
  server.dynamoDb.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));

describe('tombola dev', () => {
  test('runs a SAM project in place; a saved handler takes hold at once', async (t) => {
    const { folder, write } = samProject();
    const server = await startDev(t, folder);
    const table = await output(server, 'Table');
    assert.ok(server.lines.some((line) => /\+ AWS::DynamoDB::Table +Entries$/.test(line)));
    await server.line(new RegExp(`http \\| http://\\w+\\.lambda-url\\.[\\w-]+\\.localhost:${server.port}/ -> \\S+OnEntry`));
    await put(server, table, 'one');
    await server.line(/\| saw one$/);
    await server.idle();
    write('src/app.py', handler('noticed'));
    await put(server, table, 'two');
    await server.line(/\| noticed two$/);
  });

  test('tells of writes whose answers wait for the disk', async (t) => {
    const { folder } = samProject();
    const data = path.join(temporaryFolder(), 'data');
    const server = await startDev(t, folder, { data, args: ['--durability', 'power'] });
    const table = await output(server, 'Table');
    await Promise.all(Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 25; ++i) await put(server, table, `${writer}.${i}`);
    }));
    await server.line(/\| PutItem id=\d\.\d+$/);
    await server.idle();
  });

  test('brings the stack to a changed template and keeps its data', async (t) => {
    const { folder, write } = samProject();
    const data = path.join(temporaryFolder(), 'data');
    const server = await startDev(t, folder, { data });
    const table = await output(server, 'Table');
    await server.line(/\| the project is up$/);
    await put(server, table, 'kept');

    write('template.yaml', template('  Queue: {Type: AWS::SQS::Queue}\n'));
    await server.line(/: updated$/);
    await server.line(/\+ AWS::SQS::Queue +Queue$/);
    write('template.yaml', 'Resources: {');
    await server.line(/template\.yaml: Template format error: YAML not well-formed/);
    write('template.yaml', template('  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: "no name!"}}\n'));
    await server.line(/: not updated, it is as before$/);
    await server.line(/! AWS::SQS::Queue +Queue: .*Can only include alphanumeric characters/);
    await server.line(/\| not all of the project is up; correct it and save$/);
    write('template.yaml', template('  A: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt B.QueueName}}\n  B: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt A.QueueName}}\n'));
    await server.line(/: Circular dependency between resources: \[A, B\]$/);
    write('template.yaml', template());
    await server.line(/- AWS::SQS::Queue +Queue$/);
    assert.equal((await server.dynamoDb.send(new ScanCommand({ TableName: table }))).Count, 1);

    await server.stop();
    const again = await startDev(t, folder, { data });
    await again.line(/: as it was$/);
    assert.equal(await output(again, 'Table'), table);
    assert.equal((await again.dynamoDb.send(new ScanCommand({ TableName: table }))).Count, 1);
  });

  test('a layer and a nested stack beside the template come along, and are followed', async (t) => {
    const { folder, write } = samProject();
    write('template.yaml', template(`  Words: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer}}
  Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}
`).replace('      Handler: app.handler', '      Handler: app.handler\n      Layers: [!Ref Words]'));
    write('src/app.py', 'import words\n' + handler('saw').replace('"saw"', 'words.saw'));
    write('layer/python/words.py', 'saw = "perceived"');
    write('child.yaml', 'Resources: {Inner: {Type: AWS::SQS::Queue}}');
    const server = await startDev(t, folder);
    const table = await output(server, 'Table');
    await put(server, table, 'one');
    await server.line(/\| perceived one$/);

    write('layer/python/words.py', 'saw = "beheld"');
    await server.line(/~ AWS::Lambda::Function +OnEntry$/);
    await put(server, table, 'two');
    await server.line(/\| beheld two$/);
    write('child.yaml', 'Resources: {Inner: {Type: AWS::SQS::Queue}, More: {Type: AWS::SQS::Queue}}');
    await server.line(/~ AWS::CloudFormation::Stack +Child$/);
  });

  test('Ctrl-C ends an update that waits for a custom resource of a nested stack; the next start takes it back', async (t) => {
    const { folder, write } = samProject();
    const never = (text) => `  Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {Function: !GetAtt OnEntry.Arn, Text: ${text}}}}\n`;
    write('child.yaml', `Parameters: {Function: {Type: String}, Text: {Type: String}}
Resources: {Never: {Type: Custom::Never, Properties: {ServiceToken: !Ref Function, Text: !Ref Text}}}
`);
    const answer = `import json, urllib.request
def handler(event, context):
    answer = json.dumps(event | {"Status": "SUCCESS", "PhysicalResourceId": "it"}).encode()
    urllib.request.urlopen(urllib.request.Request(event["ResponseURL"], answer, method="PUT"))
`;
    const data = path.join(temporaryFolder(), 'data');
    write('template.yaml', template(never('one')));
    write('src/app.py', answer);
    const first = await startDev(t, folder, { data });
    await first.line(/\| the project is up$/);
    write('src/app.py', 'def handler(event, context): pass');
    write('template.yaml', template(never('two')));
    const asked = () => first.lines.filter((line) => / an event in /.test(line)).length;
    await first.line(() => asked() === 2);
    await first.stop('SIGINT');
    assert.ok(!first.lines.some((line) => / (not )?updated|correct it/.test(line)), first.lines.join('\n'));

    write('src/app.py', answer);
    const second = await startDev(t, folder, { data });
    await second.line(/: its last update was broken off and is taken back first$/);
    await second.line(/~ AWS::CloudFormation::Stack +Child$/);
    await second.line(/\| the project is up$/);
  });

  test('runs the CDK raffle from its TypeScript sources', async (t) => {
    const folder = temporaryFolder();
    fs.cpSync(path.join(root, 'tests/data/cdk/chapter04'), path.join(folder, 'cdk.out'), { recursive: true });
    fs.cpSync(path.join(root, 'examples/raffle/lib'), path.join(folder, 'lib'), { recursive: true });
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    const server = await startDev(t, folder);
    const url = await output(server, 'RaffleApiEndpoint\\w*');
    assert.match(url, new RegExp(`^http://\\w+\\.execute-api\\.localhost:${server.port}/prod/$`));
    const { host, pathname } = new URL(url);
    const answer = await get(server, `${pathname}raffle?name=John`, host);
    assert.equal(answer.statusCode, 200);
    await server.line(/"name":"John"/);
  });

  test('runs what the CDK app has bundled, if that is wanted', async (t) => {
    const folder = temporaryFolder();
    fs.cpSync(path.join(root, 'tests/data/cdk/chapter02'), path.join(folder, 'cdk.out'), { recursive: true });
    fs.mkdirSync(path.join(folder, 'lib/lambda'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'lib/lambda/api-handler.ts'), 'export const handler = async () => ({ statusCode: 500 });');
    const server = await startDev(t, folder, { args: ['--bundles'] });
    await server.line(/ http \| GET /);
    assert.equal((await fetch(`${server.url}/raffle`)).status, 200);
  });

  test('refuses what is no project in one line', async () => {
    const empty = temporaryFolder();
    for (const [project, message] of [
      ['/no/such/folder', '/no/such/folder: there is no such file or folder'],
      [empty, `${empty}: it is no project: there is neither a cdk.json with an app, a cdk.out, a template.yaml nor a tombola.json in it`],
    ]) {
      const { code, stderr } = await runTombola(['dev', project, '--port', '0', '--in-memory']);
      assert.equal(stderr, `tombola: ${message}\n`);
      assert.equal(code, 1);
    }
  });
});
