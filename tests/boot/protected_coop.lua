-- SPDX-License-Identifier: MIT
-- Protected modules that call each other on several threads of coop.
-- modules: client_echo client_asker runner

require("protected_threads")("coop")
