# SPDX-License-Identifier: MIT
# Question: What does each step in the life of a client cost?
height = 180 + 40 * count
load 'plots/part/common.gp'
load 'plots/part/cases.gp'
load 'plots/part/dots.gp'
