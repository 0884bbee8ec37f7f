import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * A connection that sends the same packet again and again and waits for as many bytes as the first answer
 * had. It does so little that the server is what is measured.
 */
export class Asker {
  readonly #socket: Socket;
  readonly #question: Buffer;
  readonly #answerSize: number;
  #missing = 0;
  #answered: () => void = () => undefined;

  private constructor(socket: Socket, question: Buffer, answerSize: number) {
    this.#socket = socket;
    this.#question = question;
    this.#answerSize = answerSize;
    socket.on('data', (chunk) => {
      this.#missing -= chunk.length;
      if (this.#missing <= 0) this.#answered();
    });
  }

  /** Takes over a socket on which nothing is under way. `question` is a whole packet. */
  static async on(socket: Socket, question: Buffer): Promise<Asker> {
    socket.removeAllListeners('data');
    socket.setNoDelay(true);
    const first = once(socket, 'data') as Promise<[Buffer]>;
    socket.write(question);
    const [answer] = await first;
    if (answer[4] === 0xff) throw new Error(answer.toString('latin1'));
    return new Asker(socket, question, answer.length);
  }

  static async connect(port: number, question: Buffer): Promise<Asker> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return Asker.on(socket, question);
  }

  ask(): Promise<void> {
    return new Promise((resolve) => {
      this.#missing += this.#answerSize;
      this.#answered = resolve;
      this.#socket.write(this.#question);
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
