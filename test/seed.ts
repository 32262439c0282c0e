import fc from 'fast-check';

// A run of the tests says something about a change only if it repeats: properties draw the same examples each time. To look
// for others, give a seed of your own: PITH_TEST_SEED=$RANDOM npm test.
fc.configureGlobal({ seed: Number(process.env['PITH_TEST_SEED'] ?? 20261124) });
