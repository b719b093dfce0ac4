// A worker that says nothing.
export {}
