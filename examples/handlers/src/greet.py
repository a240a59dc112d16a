def handler(event, context):
    for record in event["Records"]:
        entry = record["dynamodb"]["NewImage"]
        print(f"Welcome to {entry['page']['S']}, {entry['name']['S']}!")
