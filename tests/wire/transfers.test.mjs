// Exports to a bucket and imports from it, with AWS's SDK as it comes. Forms: "DynamoDB table export
// output format", Developer Guide.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import {
  DescribeExportCommand,
  DescribeImportCommand,
  ExportTableToPointInTimeCommand,
  ImportTableCommand,
  PutItemCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';

import { Server } from './support/server.mjs';
import { s3Client } from './support/services.mjs';
import { createTable } from './support/tables.mjs';

const Bucket = 'transfers';
const md5 = (bytes) => createHash('md5').update(bytes).digest();

test('what is exported can be imported, and restored', async (t) => {
  const server = await Server.start();
  t.after(() => server.stop());
  const dynamo = server.dynamoDb;
  const s3 = s3Client(t, server);
  const bytesOf = async (Key) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToByteArray();
  const jsonOf = async (Key) => JSON.parse(Buffer.from(await bytesOf(Key)).toString());

  await s3.send(new CreateBucketCommand({ Bucket }));
  await createTable(server, { name: 'source' });
  const items = [
    { id: { S: '1' }, n: { N: '1.5' }, b: { B: new Uint8Array([0, 255]) }, list: { L: [{ NULL: true }, { BOOL: false }] } },
    { id: { S: '2' }, text: { S: 'a\n"b" ü' }, set: { SS: ['x', 'y'] }, map: { M: { empty: { S: '' } } } },
  ];
  for (const Item of items) {
    await dynamo.send(new PutItemCommand({ TableName: 'source', Item }));
  }
  await dynamo.send(
    new UpdateContinuousBackupsCommand({
      TableName: 'source',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );

  const { ExportDescription: begun } = await dynamo.send(
    new ExportTableToPointInTimeCommand({ TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/source', S3Bucket: Bucket, S3Prefix: 'out' }),
  );
  assert.equal(begun.ExportStatus, 'IN_PROGRESS');
  const { ExportDescription: exported } = await dynamo.send(new DescribeExportCommand({ ExportArn: begun.ExportArn }));
  assert.equal(exported.ExportStatus, 'COMPLETED');
  assert.equal(exported.ItemCount, 2);
  const summary = await jsonOf(exported.ExportManifest);
  assert.equal(summary.itemCount, 2);
  assert.equal(summary.exportArn, begun.ExportArn);
  assert.equal(summary.exportTime, begun.ExportTime.toISOString());
  const file = await jsonOf(summary.manifestFilesS3Key);
  const data = await bytesOf(file.dataFileS3Key);
  assert.equal(file.md5Checksum, md5(data).toString('base64'));
  assert.equal(file.etag, `${md5(md5(data)).toString('hex')}-1`);
  assert.equal((await s3.send(new HeadObjectCommand({ Bucket, Key: file.dataFileS3Key }))).ETag, `"${file.etag}"`);
  const lines = gunzipSync(data).toString().trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map((line) => line.Item.id.S).sort(), ['1', '2']);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const folder = exported.ExportManifest.slice(0, exported.ExportManifest.lastIndexOf('/'));
  assert.deepEqual(
    Contents.map((object) => object.Key).filter((key) => !key.includes('/data/')),
    ['_started', 'manifest-files.json', 'manifest-files.md5', 'manifest-summary.json', 'manifest-summary.md5'].map(
      (name) => `${folder}/${name}`,
    ),
  );

  const { ImportTableDescription: importing } = await dynamo.send(
    new ImportTableCommand({
      S3BucketSource: { S3Bucket: Bucket, S3KeyPrefix: `${folder}/data/` },
      InputFormat: 'DYNAMODB_JSON',
      InputCompressionType: 'GZIP',
      TableCreationParameters: {
        TableName: 'imported',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      },
    }),
  );
  const { ImportTableDescription: imported } = await dynamo.send(
    new DescribeImportCommand({ ImportArn: importing.ImportArn }),
  );
  assert.equal(imported.ImportStatus, 'COMPLETED');
  assert.equal(imported.ImportedItemCount, 2);
  await dynamo.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: 'source',
      TargetTableName: 'restored',
      UseLatestRestorableTime: true,
    }),
  );
  const all = async (TableName) => (await dynamo.send(new ScanCommand({ TableName }))).Items;
  assert.equal((await all('imported')).length, 2);
  assert.deepEqual(await all('imported'), await all('source'));
  assert.deepEqual(await all('restored'), await all('source'));
});
