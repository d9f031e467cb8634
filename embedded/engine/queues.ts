export type Queues = {
  /** Runs after everything that was added to the same queue before. With a key that is already waiting: nothing. */
  add(queue: string, key: string | null, work: () => Promise<void>): Promise<void>;
  idle(): Promise<unknown>;
};

/** Work in order within a queue, queues beside each other: events of one execution are never taken in at once. */
export function createQueues(): Queues {
  const tails = new Map<string, Promise<void>>();
  const keys = new Set<string>();
  return {
    async add(queue, key, work) {
      if (key !== null && keys.has(key)) return;
      if (key !== null) keys.add(key);
      const tail = (tails.get(queue) ?? Promise.resolve()).then(work).finally(() => {
        if (key !== null) keys.delete(key);
        if (tails.get(queue) === tail) tails.delete(queue);
      });
      tails.set(queue, tail);
      await tail;
    },
    idle: () => Promise.all(tails.values()),
  };
}
