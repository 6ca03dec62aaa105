-- SPDX-License-Identifier: MIT
-- Runs a module whose assembly reads a struct of its C.

local post = deimos.load("own_offsets"):open("post")
print(("own_offsets: %d g, %d ct"):format(post.weight(420), post.stamp(85)))
