import { Stack, StackProps } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, BillingMode, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import * as path from 'path';

// GET /raffle puts an entry into a table, whose stream hands it to a second function.
export class RaffleStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const table = new Table(this, 'RaffleTable', {
      tableName: 'RaffleTable',
      partitionKey: { name: 'id', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
    });

    const apiHandler = this.handler('api-handler', { TABLE_NAME: table.tableName });
    table.grantWriteData(apiHandler);
    const api = new RestApi(this, 'RaffleApi');
    api.root.addResource('raffle').addMethod('GET', new LambdaIntegration(apiHandler));

    const streamHandler = this.handler('dynamo-stream-handler');
    streamHandler.addEventSource(
      new DynamoEventSource(table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        retryAttempts: 3,
      }),
    );
  }

  private handler(name: string, environment?: Record<string, string>): NodejsFunction {
    return new NodejsFunction(this, name, {
      functionName: name,
      entry: path.join(__dirname, 'lambda', `${name}.ts`),
      runtime: Runtime.NODEJS_20_X,
      environment,
    });
  }
}
