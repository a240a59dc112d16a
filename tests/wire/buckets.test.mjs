// S3 with AWS's SDK as it comes: path style, checksums in trailers, streams.
import assert from 'node:assert/strict';
import http from 'node:http';
import { describe, test } from 'node:test';

import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { InvokeCommand } from '@aws-sdk/client-lambda';

import { createFunction, failure, lambdaClient } from './support/functions.mjs';
import { Server, temporaryFolder } from './support/server.mjs';
import { s3Client } from './support/services.mjs';
import { makeZip } from './support/zip.mjs';

const Bucket = 'things';

async function start(t, options) {
  const server = await Server.start(options);
  t.after(() => server.stop());
  const s3 = s3Client(t, server);
  return { server, s3 };
}

const textOf = async (s3, Key, more) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body.transformToString();

describe('buckets', () => {
  test('an object is put, found, read, copied and deleted', async (t) => {
    const { s3 } = await start(t);
    await s3.send(new CreateBucketCommand({ Bucket }));
    assert.deepEqual((await s3.send(new ListBucketsCommand({}))).Buckets.map((one) => one.Name), [Bucket]);
    const Key = 'a b/ü+.txt';
    const put = await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: 'hello', ContentType: 'text/plain', Metadata: { who: 'me' } }),
    );
    assert.equal(put.ETag, '"5d41402abc4b2a76b9719d911017c592"');
    assert.ok(put.ChecksumCRC32);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    assert.equal(head.ContentLength, 5);
    assert.equal(head.ContentType, 'text/plain');
    assert.deepEqual(head.Metadata, { who: 'me' });
    assert.equal(await textOf(s3, Key), 'hello');
    assert.equal(await textOf(s3, Key, { Range: 'bytes=1-3' }), 'ell');
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: encodeURI(`${Bucket}/${Key}`).replace('+', '%2B') }));
    assert.equal(await textOf(s3, 'copy'), 'hello');
    const list = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    assert.deepEqual(list.Contents.map((one) => one.Key), ['copy']);
    assert.deepEqual(list.CommonPrefixes.map((one) => one.Prefix), ['a b/']);
    const deleted = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }, { Key: 'copy' }] } }));
    assert.equal(deleted.Deleted.length, 2);
    const error = await failure(s3.send(new GetObjectCommand({ Bucket, Key })));
    assert.equal(error.name, 'NoSuchKey');
    assert.equal(error.message, 'The specified key does not exist.');
    assert.equal((await failure(s3.send(new HeadObjectCommand({ Bucket, Key })))).name, 'NotFound');
  });

  test('a large object is uploaded in parts, and survives a kill', async (t) => {
    const data = temporaryFolder();
    const { server, s3 } = await start(t, { data });
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'large' }));
    const pieces = [Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('end')];
    const Parts = [];
    for (const [i, Body] of pieces.entries()) {
      const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key: 'large', UploadId, PartNumber: i + 1, Body }));
      Parts.push({ ETag, PartNumber: i + 1 });
    }
    const done = await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key: 'large', UploadId, MultipartUpload: { Parts } }),
    );
    assert.match(done.ETag, /-2"$/);
    await server.kill();
    const again = await start(t, { data });
    const { Body } = await again.s3.send(new GetObjectCommand({ Bucket, Key: 'large' }));
    assert.ok(Buffer.concat(pieces).equals(Buffer.from(await Body.transformToByteArray())));
  });

  test('the bucket may stand in the host', async (t) => {
    const { server, s3 } = await start(t);
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello' }));
    // Any credentials pass; only the shape of a signature is looked at.
    const query = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2F20260101%2Feu-west-2%2Fs3%2Faws4_request' +
      '&X-Amz-Date=20260101T000000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=0';
    const text = await new Promise((resolve, reject) => {
      http
        .get(
          { port: server.port, host: '127.0.0.1', path: `/k?${query}`, headers: { Host: `${Bucket}.s3.localhost:${server.port}` } },
          (answer) => {
            let body = '';
            answer.setEncoding('utf8').on('data', (part) => (body += part)).on('end', () => resolve(body));
          },
        )
        .on('error', reject);
    });
    assert.equal(text, 'hello');
  });

  test('a function has its code from a bucket', async (t) => {
    const { server, s3 } = await start(t);
    await s3.send(new CreateBucketCommand({ Bucket }));
    const Body = makeZip({ 'index.mjs': 'export const handler = async () => "from S3";' });
    await s3.send(new PutObjectCommand({ Bucket, Key: 'code.zip', Body }));
    const lambda = lambdaClient(t, server);
    await createFunction(lambda, 'f', {}, { Code: { S3Bucket: Bucket, S3Key: 'code.zip' } });
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'f' }));
    assert.equal(Buffer.from(Payload).toString(), '"from S3"');
    const error = await failure(createFunction(lambda, 'g', {}, { Code: { S3Bucket: Bucket, S3Key: 'x' } }));
    assert.equal(
      error.message,
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    );
  });
});
