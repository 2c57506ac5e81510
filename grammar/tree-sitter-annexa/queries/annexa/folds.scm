[
  (block)
  (text)
  (comment)+
] @fold
