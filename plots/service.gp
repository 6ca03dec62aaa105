# SPDX-License-Identifier: MIT
# Question: What does a program pay for a request to its memory model?
height = 180 + 24 * count
load 'plots/common.gp'
load 'plots/cases.gp'
load 'plots/dots.gp'
