/** A text and how far it has been read. */
export abstract class TextScanner {
  protected readonly text: string;
  protected at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** What a sticky pattern finds here, which is read then; null if it does not fit here. */
  protected match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const [token] = pattern.exec(this.text) ?? [];
    if (token === undefined) return null;
    this.at += token.length;
    return token;
  }
}
