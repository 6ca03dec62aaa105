# SPDX-License-Identifier: MIT
# Question: What does each step in the life of a client cost?
height = 180 + 40 * count
load 'plots/common.gp'
load 'plots/cases.gp'
load 'plots/dots.gp'
