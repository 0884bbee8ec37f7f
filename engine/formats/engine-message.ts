/** What an error of the engine says: its first sentence, without its class and without local paths. */
export function engineMessage(message: string): string {
  const [first = ''] = message.replace(/^\w[\w ]* Error:\s*/i, '').split('\n');
  return first.replace(/\s*(in|for|of)?\s*(file)?\s*["'][^"']*["']/gi, '').trim();
}
