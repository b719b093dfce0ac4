// @ts-nocheck: this repository checks types with those of Node, which has no IndexedDB.
/**
 * Checkpoints in a browser's IndexedDB: one record a checkpoint, so that a transaction keeps all of its files or none. Other
 * tabs are kept out by a lock of the browser, which ends with the page.
 *
 * @param {string} name of the database
 * @returns {Promise<import('@romae/trainer').CheckpointStorage>}
 */
export async function indexedDbStorage(name) {
  const opening = indexedDB.open(name)
  opening.onupgradeneeded = () => opening.result.createObjectStore('checkpoints')
  const database = await resultOf(opening)

  /** One request in a transaction; done when that is on the disk. */
  async function run(mode, ask) {
    const transaction = database.transaction('checkpoints', mode, { durability: 'strict' })
    const result = resultOf(ask(transaction.objectStore('checkpoints')))
    await new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    return result
  }

  return {
    locate: (checkpoint) => (checkpoint === undefined ? name : `${name}/${checkpoint}`),
    lock: () =>
      new Promise((resolve, reject) => {
        navigator.locks
          .request(name, { ifAvailable: true }, (lock) => {
            if (lock === null) return resolve(null)
            return new Promise((release) => resolve({ isLost: false, release: async () => release() }))
          })
          .catch(reject)
      }),
    list: async () => (await run('readonly', (store) => store.getAllKeys())).map(String),
    async read(checkpoint, file) {
      const files = await run('readonly', (store) => store.get(checkpoint))
      const contents = files?.[file]
      return contents === undefined ? null : new Uint8Array(await contents.arrayBuffer())
    },
    async replace(checkpoint, files) {
      const blobs = Object.entries(files).map(([file, pieces]) => [file, new Blob(pieces)])
      await run('readwrite', (store) => store.put(Object.fromEntries(blobs), checkpoint))
    },
    async remove(checkpoint) {
      await run('readwrite', (store) => store.delete(checkpoint))
    },
  }
}

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
