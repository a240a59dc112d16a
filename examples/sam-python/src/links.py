"""Three handlers: two behind an API, one behind the table's stream."""

import json
import os

import boto3

links = boto3.resource("dynamodb").Table(os.environ["LINKS"])


def add(event, context):
    link = {"name": event["pathParameters"]["name"], "target": event["body"], "followed": 0}
    links.put_item(Item=link)
    return {"statusCode": 201, "body": json.dumps(link)}


def follow(event, context):
    try:
        link = links.update_item(
            Key={"name": event["pathParameters"]["name"]},
            UpdateExpression="ADD followed :one",
            ConditionExpression="attribute_exists(target)",
            ExpressionAttributeValues={":one": 1},
            ReturnValues="ALL_NEW",
        )["Attributes"]
    except links.meta.client.exceptions.ConditionalCheckFailedException:
        return {"statusCode": 404, "body": "There is no such link."}
    return {"statusCode": 302, "headers": {"Location": link["target"]}}


def watch(event, context):
    for record in event["Records"]:
        link = record["dynamodb"]["NewImage"]
        print(f"{link['name']['S']} was followed {link['followed']['N']} times")
