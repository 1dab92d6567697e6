// Everything that a browser context sends and receives, as the browser sees it before TLS.

export class Traffic {
  /** What was seen. @type {{where: string, bytes: Buffer}[]} */
  places = [];
  #bodies = [];
  /** What a page that has gone took with it. */
  #lost = [];

  /** @param {import('playwright-core').BrowserContext} context @param {string} who */
  constructor(context, who) {
    const note = (where, value) => {
      this.places.push({ where: `${who}: ${where}`, bytes: Buffer.from(value ?? '') });
    };
    const later = (promise) => this.#bodies.push(promise.catch((error) => this.#lost.push(error)));
    context.on('request', (request) => {
      const what = `${request.method()} ${request.url()}`;
      note(`${what}, address`, request.url());
      note(`${what}, request body`, request.postDataBuffer());
      later(request.allHeaders().then((headers) => note(`${what}, request headers`, JSON.stringify(headers))));
    });
    context.on('response', (response) => {
      const what = `${response.request().method()} ${response.url()}`;
      later(response.allHeaders().then((headers) => note(`${what}, response headers`, JSON.stringify(headers))));
      if (response.status() !== 304) later(response.body().then((body) => note(`${what}, response body`, body)));
    });
    context.on('page', (page) =>
      page.on('websocket', (socket) => {
        note(`${socket.url()}, address`, socket.url());
        socket.on('framesent', ({ payload }) => note(`${socket.url()}, sent`, payload));
        socket.on('framereceived', ({ payload }) => note(`${socket.url()}, received`, payload));
      }),
    );
  }

  /** Waits for the bodies that are under way; throws if one could not be read. */
  async settle() {
    await Promise.all(this.#bodies);
    if (this.#lost.length > 0) throw new AggregateError(this.#lost, 'not all of the traffic could be read');
  }

  /** Number of places whose name matches. */
  count(pattern) {
    return this.places.filter(({ where }) => pattern.test(where)).length;
  }
}
