# SPDX-License-Identifier: MIT
# Question: What does a client pay for being watched, and an object for guards?
height = 180 + 30 * count
load 'plots/part/common.gp'
load 'plots/part/cases.gp'
load 'plots/part/dots.gp'
