// Clients of the services beside DynamoDB and Lambda.
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

import { clientSettings } from './server.mjs';

// Ends with the test.
function ending(t, client) {
  t.after(() => client.destroy());
  return client;
}

export const logsClient = (t, server) =>
  ending(t, new CloudWatchLogsClient({ ...clientSettings(server.url), region: 'us-east-1' }));
export const sqsClient = (t, server) => ending(t, new SQSClient(clientSettings(server.url)));
export const ssmClient = (t, server) => ending(t, new SSMClient(clientSettings(server.url)));
export const snsClient = (t, server) => ending(t, new SNSClient(clientSettings(server.url)));
export const s3Client = (t, server) =>
  ending(t, new S3Client({ ...clientSettings(server.url), forcePathStyle: true }));
