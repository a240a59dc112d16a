// A CDK stack as its author wrote it, deployed with the CLI as it comes: what the CLI asks for and
// reads in the answers is decided by the CLI alone.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';

import { Cdk, cloudAssembly, editTemplate, open, outputOf, replaceHash } from './support/cdk.mjs';
import { Server, root } from './support/server.mjs';

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  const cdk = new Cdk(server);
  await cdk.done('bootstrap', 'aws://000000000000/eu-central-1');
  return { server, cdk };
}

const functionResource = 'ApiHandlerLambdaB8B72F13';

describe('the aws-cdk CLI', () => {
  test('deploys chapter after chapter, and the data stays', async (t) => {
    const { server, cdk } = await start(t);
    await cdk.deploy(cloudAssembly('chapter01'));
    await cdk.deploy(cloudAssembly('chapter02'));
    const url = outputOf(await cdk.deploy(cloudAssembly('chapter03')));
    assert.match(url, /^http:\/\/\w+\.execute-api\.localhost:\d+\/prod\/$/);
    const before = await open(`${url}raffle?name=Ada`);
    assert.equal(before.status, 200, before.text);

    // The table is changed in place: it is provisioned and has a stream from now on.
    assert.equal(outputOf(await cdk.deploy(cloudAssembly('chapter04'))), url);
    const after = await open(`${url}raffle?name=Grace`);
    assert.equal(after.status, 200, after.text);
    const { TableNames } = await server.dynamoDb.send(new ListTablesCommand({}));
    const table = TableNames.find((name) => name.startsWith('Raffle-'));
    const { Items } = await server.dynamoDb.send(new ScanCommand({ TableName: table }));
    assert.deepEqual(Items.map((item) => item.name.S).sort(), ['Ada', 'Grace']);

    // As the library writes it today; nothing is replaced but the deployment of the API.
    assert.equal(outputOf(await cdk.deploy(cloudAssembly('chapter04-lib2.276'))), url);
    assert.equal((await open(`${url}raffle?name=Grace`)).status, 200);

    // The stream's function logs each ticket.
    await server.idle();
    await server.line((line) => line.includes('"name":"Grace"'));
  });

  test('sees that nothing changed, what would, and destroys', async (t) => {
    const { cdk } = await start(t);
    const app = cloudAssembly('chapter04');
    await cdk.deploy(app);
    assert.match(await cdk.deploy(app), /Raffle \(no changes\)/);
    assert.match(await cdk.done('diff', '--app', app), /There were no differences/);

    editTemplate(app, ({ Resources }) => (Resources[functionResource].Properties.Timeout = 7));
    const diff = await cdk.done('diff', '--app', app);
    assert.match(diff, /\[~\] AWS::Lambda::Function .*ApiHandlerLambda/);
    assert.doesNotMatch(diff, /requires replacement|may be replaced|replace$/m);
    editTemplate(app, ({ Resources }) => (Resources.RaffleTableE6C6F179.Properties.TableName = 'new'));
    assert.match(await cdk.done('diff', '--app', app), /RaffleTable\S* .*replace/);

    assert.match(await cdk.done('destroy', '--force', '--app', app), /Raffle: destroyed/);
    assert.match(await cdk.done('diff', '--app', app), /\[\+\] AWS::DynamoDB::Table/);
  });

  test('deploys without a change set, and swaps code without a deployment', async (t) => {
    const { server, cdk } = await start(t);
    const app = cloudAssembly('chapter02');
    const url = outputOf(await cdk.deploy(app, '--method=direct'));
    const { status } = await open(`${url}raffle`);
    assert.equal(status, 200);

    const asset = fs.readdirSync(app).find((name) => name.startsWith('asset.'));
    const code = path.join(app, asset, 'index.js');
    fs.writeFileSync(code, fs.readFileSync(code, 'utf8').replaceAll('Hello', 'Goodbye'));
    const hash = asset.slice('asset.'.length);
    const changed = hash.replace(/^./, (letter) => (letter === '0' ? '1' : '0'));
    fs.renameSync(path.join(app, asset), path.join(app, `asset.${changed}`));
    replaceHash(app, hash, changed);
    editTemplate(app, () => {});
    assert.match(await cdk.deploy(app, '--hotswap'), /hotswap/i);
    await server.idle();
    assert.match((await open(`${url}raffle`)).text, /Goodbye/);
  });

  // The terminal shows what handlers write: the CLI asks FilterLogEvents for it every two seconds.
  test('watches: an edited handler is swapped, and its log lines show in the terminal', async (t) => {
    const server = await Server.start();
    t.after(() => server.stop());
    const cdk = new Cdk(server);
    const handler = path.join(cdk.folder, 'handler.js');
    const edition = (name) =>
      fs.writeFileSync(
        handler,
        `exports.handler = async () => {
           console.log('a ticket of the ${name} edition');
           return { statusCode: 200, body: '${name}' };
         };`,
      );
    edition('first');
    const app = path.join(root, 'tests/wire/support/cdk_app.mjs');
    const settings = { app: `node ${app} chapter02 ${handler}`, watch: { include: 'handler.js' } };
    fs.writeFileSync(path.join(cdk.folder, 'cdk.json'), JSON.stringify(settings));

    const url = outputOf(await cdk.done('deploy', '--require-approval', 'never'));
    const watch = cdk.begin('watch');
    t.after(() => watch.stop());
    await watch.match(/Triggering initial 'cdk deploy'[^]*deployment time/);
    assert.equal((await open(`${url}raffle`)).text, 'first');
    await watch.match(/a ticket of the first edition/);

    edition('second');
    await watch.match(/hotswapped!/);
    assert.equal((await open(`${url}raffle`)).text, 'second');
    await watch.match(/a ticket of the second edition/);
  });

  // Its S3 client puts the bucket into the host, and templates are at https://s3.<region>.amazonaws.com.
  test('is called by cdklocal as well', async (t) => {
    const server = await Server.start();
    t.after(() => server.stop());
    const cdk = new Cdk(server, {
      program: path.join(root, 'node_modules/aws-cdk-local/bin/cdklocal'),
      environment: {
        AWS_ENDPOINT_URL_S3: `http://s3.localhost:${server.port}`,
        AWS_ENVAR_ALLOWLIST: 'AWS_REGION',
        NODE_PATH: path.join(root, 'node_modules'),
        NODE_OPTIONS: `--require ${path.join(root, 'tests/wire/support/localhost_names.cjs')}`,
      },
    });
    const url = outputOf(await cdk.deploy(cloudAssembly('chapter04')));
    assert.equal((await open(`${url}raffle?name=Ada`)).status, 200);
    assert.match(await cdk.deploy(cloudAssembly('chapter04')), /Raffle \(no changes\)/);
  });

  test('says why a deployment failed, and the next one works', async (t) => {
    const { server, cdk } = await start(t);
    const app = cloudAssembly('chapter04');
    editTemplate(app, ({ Resources }) => (Resources[functionResource].Properties.Runtime = 'cobol74'));
    const failed = await cdk.run('deploy', '--app', app, '--require-approval', 'never');
    assert.equal(failed.code, 1);
    assert.match(failed.output, /cobol74/);
    assert.match(failed.output, /ROLLBACK_COMPLETE/);
    const { TableNames } = await server.dynamoDb.send(new ListTablesCommand({}));
    assert.deepEqual(TableNames, []);
    await cdk.deploy(cloudAssembly('chapter04'));
  });

  test('keeps what a failed deployment came to, if asked to, until it is rolled back', async (t) => {
    const server = await Server.start();
    t.after(() => server.stop());
    const cdk = new Cdk(server);
    const app = cloudAssembly('chapter04');
    editTemplate(app, ({ Resources }) => (Resources[functionResource].Properties.Runtime = 'cobol74'));
    const failed = await cdk.run('deploy', '--app', app, '--require-approval', 'never', '--no-rollback');
    assert.equal(failed.code, 1);
    const tables = async () => (await server.dynamoDb.send(new ListTablesCommand({}))).TableNames.length;
    assert.equal(await tables(), 1);
    assert.match(await cdk.done('rollback', '--app', app), /Rolling back Raffle[^]*Rollback time/);
    assert.equal(await tables(), 0);
  });

  test('is told what is wrong with a template, and nothing was made', async (t) => {
    const { cdk } = await start(t);
    const app = cloudAssembly('chapter04');
    editTemplate(app, ({ Resources }) => {
      Resources[functionResource].Properties.Description = { Ref: 'Nobody' };
    });
    const { code, output } = await cdk.run('deploy', '--app', app, '--require-approval', 'never');
    assert.equal(code, 1);
    assert.match(
      output,
      /Template format error: Unresolved resource dependencies \[Nobody\] in the Resources block of the template/,
    );
    assert.match(await cdk.done('diff', '--app', cloudAssembly('chapter01')), /\[\+\]/);
  });

  test('is told of a resource type that is not here, once or as a failure', async (t) => {
    const app = cloudAssembly('chapter01');
    editTemplate(app, ({ Resources }) => (Resources.Cluster = { Type: 'AWS::ECS::Cluster' }));
    const lenient = await start(t);
    await lenient.cdk.deploy(app);
    assert.match(lenient.server.errorText, /AWS::ECS::Cluster Cluster: Tombola does not support/);

    const server = await Server.start({ args: ['--strict'] });
    t.after(() => server.stop());
    const cdk = new Cdk(server);
    const { code, output } = await cdk.run('deploy', '--app', app, '--require-approval', 'never');
    assert.equal(code, 1);
    assert.match(output, /Tombola does not support the resource type AWS::ECS::Cluster/);
  });
});
