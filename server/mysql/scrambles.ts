import { createScramble } from '../../protocol/auth/scramble.js';

/** The scrambles that a client gets. Of each login it is another, but a client that changes its user may go on with the last one. */
export class Scrambles {
  #last = createScramble();

  get last(): Buffer {
    return this.#last;
  }

  fresh(): Buffer {
    return (this.#last = createScramble());
  }
}
