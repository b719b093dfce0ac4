#!/usr/bin/env node
import '../dist/tensorflow/setup/cli.js'
