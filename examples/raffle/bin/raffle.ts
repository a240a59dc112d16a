import { App } from 'aws-cdk-lib';
import { RaffleStack } from '../lib/raffle-stack';

new RaffleStack(new App(), 'Raffle');
