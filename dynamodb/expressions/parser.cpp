// A condition is read from left to right with an explicit stack of frames: one for each thing that
// is begun and not finished. `(` is the difficulty: it may hold a condition, `(a = b)`, or an
// operand,
// `(a) = b`, and only what follows tells. So both kinds of value live in one tree, a frame says
// what may stand inside it, and each token is judged by whether it can continue what has been read.
// The first that cannot is the one that the syntax error names.
//
//   condition := condition OR condition | condition AND condition | NOT condition
//              | operand comparator operand | operand BETWEEN operand AND operand
//              | operand IN (operand, ...) | function(operand, ...) | (condition)
//   operand   := path | :value | function(operand, ...) | (operand)
//   set value := operand | operand +- operand | (set value)
//   path      := name, then .name or [index]
#include "dynamodb/expressions/parser.h"

#include <fmt/format.h>

#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

// What may stand at a place.
enum class Place { Condition, SetValue, Operand };

struct Frame {
  enum class Type {
    Parenthesis,
    Call,
    Comparison,
    BetweenLower,
    BetweenUpper,
    InList,
    Arithmetic,
    Not,
    Junction,  // AND, OR
  };
  Type type = Type::Parenthesis;
  Place inside = Place::Operand;
  SyntaxNodeId node = 0;  // the node that is being made; none for Parenthesis and Not
};

bool is_comparator(TokenType type) {
  return type >= TokenType::Equal && type <= TokenType::GreaterOrEqual;
}

class Parser {
 public:
  explicit Parser(const ExpressionSource& source);

  SyntaxTree condition();
  std::vector<SyntaxPath> projection();
  SyntaxUpdate update();

 private:
  // --- tokens ---
  TokenType peek(std::size_t ahead = 0) const;
  std::string_view take();
  std::string_view expect(TokenType type);
  [[noreturn]] void fail() const;

  // --- values: conditions and operands ---
  SyntaxNodeId value(Place place);
  SyntaxNodeId first_operand();
  enum class Next { Operand, Token, Done };
  Next after(SyntaxNodeId& current);
  bool begin_operator(SyntaxNodeId current);
  Next end_of_frame(SyntaxNodeId& current);
  bool begin_junction(SyntaxNodeId current);
  void close_parenthesis(SyntaxNodeId current);

  Place place() const { return frames_.empty() ? outermost_ : frames_.back().inside; }
  SyntaxNodeId add_node(SyntaxNode node);
  SyntaxNodeId begin_node(SyntaxNode::Type type, SyntaxNodeId first_child);
  SyntaxNodeId finish_node(SyntaxNodeId last_child);

  SyntaxPath path();
  SyntaxUpdateSection section();
  SyntaxUpdateAction action(TokenType section);
  void check_operator_count() const;

  const ExpressionSource& source_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  SyntaxTree tree_;
  std::vector<Frame> frames_;
  Place outermost_ = Place::Condition;
  int operator_count_ = 0;
};

// Observed on AWS (October 2026): the older request layer tells the size, except for updates.
ApiError too_large(const ExpressionSource& source) {
  std::string sentence = "Expression size has exceeded the maximum allowed size;";
  if (source.layer == ValueLayer::Older && source.kind != ExpressionKind::Update) {
    sentence += fmt::format(" expression size: {}", source.text.size());
  }
  return source.refusal(sentence);
}

Parser::Parser(const ExpressionSource& source) : source_(source) {
  if (source.text.empty()) throw source.refusal("The expression can not be empty;");
  if (source.text.size() > limits::expression_size_bytes_max) throw too_large(source);
  tokens_ = tokenize(source.text);
}

SyntaxTree Parser::condition() {
  tree_.root = value(Place::Condition);
  check_operator_count();
  return std::move(tree_);
}

std::vector<SyntaxPath> Parser::projection() {
  std::vector<SyntaxPath> paths = {path()};
  while (peek() == TokenType::Comma) {
    take();
    paths.push_back(path());
  }
  expect(TokenType::End);
  return paths;
}

SyntaxUpdate Parser::update() {
  SyntaxUpdate update;
  do {
    update.sections.push_back(section());
  } while (peek() != TokenType::End);
  check_operator_count();
  update.values = std::move(tree_);
  return update;
}

SyntaxUpdateSection Parser::section() {
  SyntaxUpdateSection section;
  section.type = peek();
  if (section.type < TokenType::Set || section.type > TokenType::Delete) fail();
  do {
    take();  // the keyword, then commas
    section.actions.push_back(action(section.type));
  } while (peek() == TokenType::Comma);
  return section;
}

SyntaxUpdateAction Parser::action(TokenType section) {
  SyntaxUpdateAction action;
  action.target = path();
  action.has_value = section != TokenType::Remove;
  if (section == TokenType::Set) {
    expect(TokenType::Equal);
    action.value = value(Place::SetValue);
  } else if (action.has_value) {  // ADD and DELETE take a :value and nothing else
    SyntaxNode node;
    node.type = SyntaxNode::Type::Value;
    node.text = expect(TokenType::ValuePlaceholder);
    action.value = add_node(std::move(node));
  }
  return action;
}

SyntaxPath Parser::path() {
  SyntaxPath path;
  auto take_name = [&] {
    TokenType type = peek();
    if (type != TokenType::Name && type != TokenType::NamePlaceholder) fail();
    path.push_back({type, take()});
  };
  take_name();
  for (;;) {
    if (peek() == TokenType::Dot) {
      take();
      take_name();
    } else if (peek() == TokenType::LeftBracket) {
      take();
      path.push_back({TokenType::Integer, expect(TokenType::Integer)});
      expect(TokenType::RightBracket);
    } else {
      return path;
    }
  }
}

SyntaxNodeId Parser::value(Place place) {
  outermost_ = place;
  for (;;) {
    SyntaxNodeId current = first_operand();
    Next next = Next::Token;
    while (next == Next::Token) next = after(current);
    if (next == Next::Done) return current;
  }
}

// Opens frames until a path or :value is read.
SyntaxNodeId Parser::first_operand() {
  for (;;) {
    SyntaxNode node;
    switch (peek()) {
      case TokenType::LeftParenthesis:
        take();
        frames_.push_back({Frame::Type::Parenthesis, place(), 0});
        continue;
      case TokenType::Not:
        if (place() != Place::Condition) fail();
        take();
        frames_.push_back({Frame::Type::Not, Place::Condition, 0});
        continue;
      case TokenType::Name:
        if (peek(1) == TokenType::LeftParenthesis) {
          ++operator_count_;
          node.type = SyntaxNode::Type::Function;
          node.text = take();
          take();
          frames_.push_back({Frame::Type::Call, Place::Operand, add_node(std::move(node))});
          continue;
        }
        [[fallthrough]];
      case TokenType::NamePlaceholder:
        node.type = SyntaxNode::Type::Path;
        node.path = path();
        return add_node(std::move(node));
      case TokenType::ValuePlaceholder:
        node.type = SyntaxNode::Type::Value;
        node.text = take();
        return add_node(std::move(node));
      default:
        fail();
    }
  }
}

// `current` is complete; the next token says what becomes of it.
Parser::Next Parser::after(SyntaxNodeId& current) {
  SyntaxNode::Type type = tree_[current].type;
  if (place() != Place::Operand && !tree_[current].is_condition() && begin_operator(current)) {
    return Next::Operand;
  }
  // A function may be a condition by itself; a bare path or value needs an operator, unless this is
  // the end of its own parentheses: (a) = b.
  bool is_bare = type == SyntaxNode::Type::Path || type == SyntaxNode::Type::Value;
  if (place() == Place::Condition && is_bare) {
    bool closes = !frames_.empty() && frames_.back().type == Frame::Type::Parenthesis &&
                  peek() == TokenType::RightParenthesis;
    if (!closes) fail();
  }
  return end_of_frame(current);
}

// Comparators, BETWEEN, IN, + and -: `current` is their left operand. False: the token is none of
// them, or does not belong here.
bool Parser::begin_operator(SyntaxNodeId current) {
  TokenType token = peek();
  if (place() == Place::SetValue) {
    bool is_sum = token == TokenType::Plus || token == TokenType::Minus;
    if (!is_sum || tree_[current].type == SyntaxNode::Type::Arithmetic) return false;
    SyntaxNodeId node = begin_node(SyntaxNode::Type::Arithmetic, current);
    frames_.push_back({Frame::Type::Arithmetic, Place::Operand, node});
    return true;
  }
  if (is_comparator(token)) {
    SyntaxNodeId node = begin_node(SyntaxNode::Type::Comparison, current);
    frames_.push_back({Frame::Type::Comparison, Place::Operand, node});
    return true;
  }
  if (token == TokenType::Between) {
    SyntaxNodeId node = begin_node(SyntaxNode::Type::Between, current);
    frames_.push_back({Frame::Type::BetweenLower, Place::Operand, node});
    return true;
  }
  if (token == TokenType::In) {
    SyntaxNodeId node = begin_node(SyntaxNode::Type::In, current);
    expect(TokenType::LeftParenthesis);
    frames_.push_back({Frame::Type::InList, Place::Operand, node});
    return true;
  }
  return false;
}

// `current` stands at the end of the innermost frame, or the token is wrong.
Parser::Next Parser::end_of_frame(SyntaxNodeId& current) {
  if (frames_.empty()) {
    if (outermost_ != Place::Condition) return Next::Done;
    if (begin_junction(current)) return Next::Operand;
    expect(TokenType::End);
    return Next::Done;
  }
  Frame& frame = frames_.back();
  switch (frame.type) {
    case Frame::Type::Parenthesis:
      if (frame.inside == Place::Condition && begin_junction(current)) return Next::Operand;
      close_parenthesis(current);
      return Next::Token;
    case Frame::Type::Call:
    case Frame::Type::InList:
      if (peek() == TokenType::Comma) {
        take();
        tree_[frame.node].children.push_back(current);
        return Next::Operand;
      }
      expect(TokenType::RightParenthesis);
      break;
    case Frame::Type::BetweenLower:
      expect(TokenType::And);
      tree_[frame.node].children.push_back(current);
      frame.type = Frame::Type::BetweenUpper;
      return Next::Operand;
    case Frame::Type::Not:
      ++operator_count_;
      frame.node = add_node({});
      tree_[frame.node].type = SyntaxNode::Type::Not;
      tree_[frame.node].text = "NOT";
      break;
    case Frame::Type::Junction:
      // AND binds tighter than the OR whose right side this is.
      if (tree_[frame.node].type == SyntaxNode::Type::Or && peek() == TokenType::And) {
        begin_junction(current);
        return Next::Operand;
      }
      break;
    case Frame::Type::Comparison:
    case Frame::Type::BetweenUpper:
    case Frame::Type::Arithmetic:
      break;
  }
  current = finish_node(current);
  return Next::Token;
}

bool Parser::begin_junction(SyntaxNodeId current) {
  TokenType token = peek();
  if (token != TokenType::And && token != TokenType::Or) return false;
  SyntaxNodeId node =
      begin_node(token == TokenType::And ? SyntaxNode::Type::And : SyntaxNode::Type::Or, current);
  frames_.push_back({Frame::Type::Junction, Place::Condition, node});
  return true;
}

// AWS refuses two pairs straight round one thing as soon as it reads the outer one, before any
// syntax error further on.
void Parser::close_parenthesis(SyntaxNodeId current) {
  expect(TokenType::RightParenthesis);
  if (tree_[current].parenthesised) {
    throw source_.refusal("The expression has redundant parentheses;");
  }
  tree_[current].parenthesised = true;
  frames_.pop_back();
}

SyntaxNodeId Parser::add_node(SyntaxNode node) {
  tree_.nodes.push_back(std::move(node));
  return tree_.nodes.size() - 1;
}

// Takes the operator's token.
SyntaxNodeId Parser::begin_node(SyntaxNode::Type type, SyntaxNodeId first_child) {
  ++operator_count_;
  SyntaxNode node;
  node.type = type;
  node.operation = peek();
  node.text = take();
  node.children.push_back(first_child);
  return add_node(std::move(node));
}

SyntaxNodeId Parser::finish_node(SyntaxNodeId last_child) {
  SyntaxNodeId node = frames_.back().node;
  tree_[node].children.push_back(last_child);
  frames_.pop_back();
  return node;
}

TokenType Parser::peek(std::size_t ahead) const {
  return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].type : TokenType::End;
}

std::string_view Parser::take() {
  const Token& token = tokens_[at_++];
  return source_.text.substr(token.begin, token.end - token.begin);
}

std::string_view Parser::expect(TokenType type) {
  if (peek() != type) fail();
  return take();
}

void Parser::fail() const {
  throw source_.refusal(syntax_error(source_.text, tokens_, at_));
}

// The count stops at the first one too many (observed on AWS: an expression of 800 operators is
// refused with 301).
void Parser::check_operator_count() const {
  if (operator_count_ <= limits::expression_operators_max) return;
  throw source_.refusal(
      fmt::format("The expression contains too many operators; operator count: {}",
                  limits::expression_operators_max + 1));
}

}  // namespace

SyntaxTree parse_condition_syntax(const ExpressionSource& source) {
  return Parser(source).condition();
}

std::vector<SyntaxPath> parse_projection_syntax(const ExpressionSource& source) {
  return Parser(source).projection();
}

SyntaxUpdate parse_update_syntax(const ExpressionSource& source) {
  return Parser(source).update();
}

}  // namespace tombola::dynamodb
