// Functions made through the Lambda API.
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

import { clientSettings } from './server.mjs';
import { makeZip } from './zip.mjs';

export const role = 'arn:aws:iam::123456789012:role/test';

// A client that ends with the test.
export function lambdaClient(t, server) {
  const client = new LambdaClient({ ...clientSettings(server.url), region: 'us-east-1' });
  t.after(() => client.destroy());
  return client;
}

// Loading a handler takes its time on a busy machine, and is not counted; calling back is.
export const createFunction = (lambda, FunctionName, files, more = {}) =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: role,
      Timeout: 60,
      Code: { ZipFile: makeZip(files) },
      ...more,
    }),
  );

// { status, error, version, payload, log, requestId }: the payload parsed.
export async function invoke(lambda, FunctionName, event, more = {}) {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: event && JSON.stringify(event), ...more }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString();
  return {
    status: answer.StatusCode,
    error: answer.FunctionError,
    version: answer.ExecutedVersion,
    payload: text === '' ? undefined : JSON.parse(text),
    log: answer.LogResult && Buffer.from(answer.LogResult, 'base64').toString(),
    requestId: answer.$metadata.requestId,
  };
}

// Resolves with the error that the call is to end with.
export async function failure(call) {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('the call succeeded');
}
