-- SPDX-License-Identifier: MIT
-- What may break in workloads/.

return {
  { file = "workloads/trace.lua",
    { "print((\"writebacks %d\"):format(result.writes))",
      "print((\"writebacks %d\"):format(result.evictions))",
      "evictions are printed as writes", "whole/trace" },
    { "if not fine then bad(", "if fine == nil then bad(",
      "what is no trace is replayed", "whole/trace" },
    { "  deimos.options[\"arg.policy\"])", "  nil)",
      "the policy that is asked for is not taken", "whole/trace" },
  },
  { file = "workloads/contention.lua",
    { "binding:unbind()\nprint(\"screen_text gives it back\")",
      "print(\"screen_text gives it back\")",
      "the screen is never given back", "boot/contention" },
    { "    \"screen\")\n  print", "    \"screen_\")\n  print",
      "nobody asks for the screen", "boot/contention" },
  },
}
