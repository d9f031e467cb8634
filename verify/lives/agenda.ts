export type Entry = {
  readonly at: number;
  readonly run: () => Promise<void> | void;
  /** True when it is about something that is long over: then its time does not come. */
  readonly isStale: (() => boolean) | null;
};

/** What is to happen, by time; of the same instant in the order in which it was noted. */
export type Agenda = {
  add(entry: Entry): void;
  /** Takes out the next; null when nothing is left. */
  next(): Entry | null;
  /** When the next will be, ms; null when nothing is left. */
  readonly soonest: number | null;
};

/** A binary heap. */
export function createAgenda(): Agenda {
  const heap: (Entry & { readonly order: number })[] = [];
  let order = 0;
  const before = (i: number, j: number) => heap[i]!.at - heap[j]!.at || heap[i]!.order - heap[j]!.order;
  const swap = (i: number, j: number) => void ([heap[i], heap[j]] = [heap[j]!, heap[i]!]);
  return {
    add(entry) {
      heap.push({ ...entry, order: order++ });
      for (let i = heap.length - 1; i > 0;) {
        const parent = (i - 1) >> 1;
        if (before(parent, i) <= 0) break;
        swap(parent, i);
        i = parent;
      }
    },
    next() {
      const first = heap[0] ?? null;
      const last = heap.pop();
      if (heap.length > 0 && last) {
        heap[0] = last;
        for (let i = 0; ;) {
          let least = i;
          for (const child of [2 * i + 1, 2 * i + 2])
            if (child < heap.length && before(child, least) < 0) least = child;
          if (least === i) break;
          swap(least, i);
          i = least;
        }
      }
      return first;
    },
    get soonest() {
      return heap[0]?.at ?? null;
    },
  };
}
