// `tombola dev` on a CDK project: its app is run as the CDK CLI runs it, and again when its sources
// change. The app here writes a cloud assembly by hand; raffle.test.mjs has a real one.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { InvokeCommand } from '@aws-sdk/client-lambda';

import { lambdaClient } from './support/functions.mjs';
import { runTombola, Server, temporaryFolder, tombola } from './support/server.mjs';

// Says what it was told, and makes a function of ./lambda with a layer of ./layer and whatever resources.json says.
const app = `
import fs from 'node:fs';
import path from 'node:path';
const out = process.env.CDK_OUTDIR;
const context = JSON.parse(process.env.CDK_CONTEXT_JSON);
console.log('stage ' + context.stage + ' of ' + process.env.CDK_DEFAULT_ACCOUNT);
console.error('bundling this and that');
const write = (name, json) => fs.writeFileSync(path.join(out, name), JSON.stringify(json));
const bucket = 'cdk-hnb659fds-assets-\${AWS::AccountId}-\${AWS::Region}';
const Resources = JSON.parse(fs.readFileSync('resources.json', 'utf8'));
Resources.Greeter = { Type: 'AWS::Lambda::Function', Properties: {
  FunctionName: 'greeter', Runtime: 'nodejs20.x', Handler: 'index.handler', Timeout: 60,
  Role: 'arn:aws:iam::123456789012:role/test',
  Layers: [{ Ref: 'Words' }],
  Code: { S3Bucket: { 'Fn::Sub': bucket }, S3Key: 'code.zip' } } };
Resources.Words = { Type: 'AWS::Lambda::LayerVersion', Properties: {
  Content: { S3Bucket: { 'Fn::Sub': bucket }, S3Key: 'words.zip' } } };
const asset = (folder, objectKey) => {
  fs.cpSync(folder, path.join(out, 'asset.' + folder), { recursive: true });
  return { source: { path: 'asset.' + folder, packaging: 'zip' },
    destinations: { here: { bucketName: bucket, objectKey } } };
};
write('App.template.json', { Resources });
write('App.assets.json', { files: { code: asset('lambda', 'code.zip'), words: asset('layer', 'words.zip') } });
const missing = fs.existsSync('lookup') ? [{ key: 'vpc-provider:x', provider: 'vpc-provider', props: {} }] : undefined;
write('manifest.json', { missing, artifacts: {
  'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
  App: { type: 'aws:cloudformation:stack', properties: { templateFile: 'App.template.json' } } } });
`;
const greeter = (word) => `exports.handler = async () => '${word} ' + require('words');`;
const queue = (name) => JSON.stringify({ [name]: { Type: 'AWS::SQS::Queue' } });

function cdkProject(command = 'node app.mjs') {
  const folder = temporaryFolder();
  const write = (name, text) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };
  write('cdk.json', JSON.stringify({ app: command, context: { stage: 'dev' } }));
  write('app.mjs', app);
  write('resources.json', queue('First'));
  write('lambda/index.js', greeter('hello'));
  write('layer/nodejs/node_modules/words/index.js', `module.exports = 'world';`);
  return { folder, write };
}

describe('tombola dev on a CDK project', () => {
  test('runs its app, follows its sources, and leaves handlers to themselves', async (t) => {
    const { folder, write } = cdkProject();
    const server = await Server.start({ command: [tombola, 'dev', folder] });
    t.after(() => server.stop());
    const lambda = lambdaClient(t, server);
    const greet = async () => {
      const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'greeter' }));
      return Buffer.from(Payload).toString();
    };
    const runs = () => server.lines.filter((line) => / cdk \| node app\.mjs$/.test(line)).length;
    await server.line(/ cdk \| stage dev of \d{12}$/);
    await server.line(/ cdk \| synthesised in \d+\.\d s$/);
    await server.line(/\| App: created$/);
    await server.line(/\+ AWS::Lambda::Function +Greeter$/);
    assert.ok(!server.lines.some((line) => line.includes('bundling this and that')));
    assert.equal(await greet(), '"hello world"');
    assert.equal(runs(), 1);

    write('lambda/index.js', greeter('good day'));
    assert.equal(await greet(), '"good day world"');
    write('resources.json', queue('Second'));
    await server.line(/\+ AWS::SQS::Queue +Second$/);
    await server.line(/- AWS::SQS::Queue +First$/);
    assert.equal(runs(), 2, 'a handler that runs in place needs no synthesis');
    fs.mkdirSync(path.join(folder, 'lib'));
    await server.line(() => runs() === 3);

    // What cannot be synthesised changes nothing.
    write('resources.json', '{');
    await server.line(/ cdk \| SyntaxError: .*JSON/);
    await server.line(/ cdk \| bundling this and that$/);
    await server.line(/\| .*: 'node app\.mjs' ended with exit status 1, see above; correct it$/);
    assert.equal(await greet(), '"good day world"');
    write('cdk.json', '{');
    await server.line(/cdk\.json: it is not a JSON object; correct it$/);
    write('cdk.json', JSON.stringify({ app: 'node app.mjs', output: 5 }));
    await server.line(/cdk\.json: "output" is not a folder's name$/);
    write('cdk.json', JSON.stringify({ app: 'echo nothing' }));
    await server.line(/\.out: no manifest\.json is in it/); // that of the last time does not count
    write('cdk.json', JSON.stringify({ app: 'node app.mjs', context: { stage: 'test' } }));
    await server.line(/ cdk \| stage test of \d{12}$/);
    write('lookup', '');
    write('resources.json', queue('Second'));
    await server.line(/the app asks for vpc-provider:x, which only a lookup in an AWS account tells/);
    fs.rmSync(path.join(folder, 'lookup'));
    write('resources.json', queue('Third'));
    await server.line(/\+ AWS::SQS::Queue +Third$/);
  });

  test('serves what was there at once after a restart, and synthesises beside it', async (t) => {
    const { folder } = cdkProject();
    const data = path.join(temporaryFolder(), 'data');
    const start = () => Server.start({ command: [tombola, 'dev', folder], data });
    const first = await start();
    t.after(() => first.stop());
    await first.line(/\| App: created$/);
    await first.stop();

    const second = await start();
    t.after(() => second.stop());
    const { StatusCode } = await lambdaClient(t, second).send(new InvokeCommand({ FunctionName: 'greeter' }));
    assert.equal(StatusCode, 200);
    await second.line(/\| App: as it was$/);
  });

  test('an app that cannot be run, or fails, ends the command', async () => {
    for (const [command, message] of [
      ['no-such-tool app.ts', /: 'no-such-tool app\.ts' could not be run, see above; install what it names/],
      ['node nothing.mjs', /: 'node nothing\.mjs' ended with exit status 1, see above; correct it/],
    ]) {
      const { folder } = cdkProject(command);
      const { code, stdout, stderr } = await runTombola(['dev', folder, '--port', '0', '--in-memory']);
      assert.equal(code, 1);
      assert.match(stdout, / cdk \| .*(not found|Cannot find module)/);
      assert.match(stderr, message);
    }
  });

  test('Ctrl-C ends an app that takes its time', async () => {
    const { folder } = cdkProject('echo begun; sleep 600');
    const server = await Server.start({ command: [tombola, 'dev', folder] });
    await server.line(/ cdk \| begun$/);
    await server.stop('SIGINT');
  });
});
