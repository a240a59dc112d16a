// Every way a handler can go wrong, one export each.
export const throws = async () => {
  throw new TypeError('thrown on purpose');
};
export const exits = async () => process.exit(3);
export const hangs = () => new Promise(() => setInterval(() => {}, 60_000));
export const answersNonsense = async () => ({ neither: 'statusCode', nor: 'body' });
export const answersNothing = async () => {};
export const answersBytes = async () => ({
  statusCode: 200,
  headers: { 'content-type': 'application/octet-stream' },
  body: Buffer.from([0, 1, 2, 253, 254, 255]).toString('base64'),
  isBase64Encoded: true,
});
export const answersManyHeaders = async () => ({
  statusCode: 404,
  multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
  body: 'not here',
});
