/** The floor of P8: what the framework fetches for a page on which nothing is ours. */
export default function Empty() {
  return <p>Empty</p>
}
