// TypeScript that Node alone would not run: an enum, types, and an import without extension.
import { greeting } from './typed_greeting';

enum Mood {
  Calm = 'calm',
}

interface Query {
  queryStringParameters: Record<string, string> | null;
}

export const handler = async (event: Query): Promise<{ statusCode: number; body: string }> => ({
  statusCode: 200,
  body: `${greeting(event.queryStringParameters?.name ?? 'nobody')}, ${Mood.Calm}`,
});
